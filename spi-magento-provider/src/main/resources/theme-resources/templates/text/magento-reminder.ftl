<#ftl output_format="plainText">
${msg(overdue?then("magento.mail.reminder.overdue", "magento.mail.reminder.due"), deadline)} <#if !overdue>${msg("magento.link.days-left", daysLeft)}</#if>

${msg("magento.mail.account")} ${accountName}

${msg("magento.mail.reminder.why")}

${msg("magento.mail.reminder.do")}

${msg("magento.mail.reminder.link")}:
${link}

${msg("magento.mail.reminder.safe")}
