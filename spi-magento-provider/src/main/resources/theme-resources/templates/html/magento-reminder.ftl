<#import "template.ftl" as layout>
<@layout.emailLayout>
<p>${msg(overdue?then("magento.mail.reminder.overdue", "magento.mail.reminder.due"), deadline)} <#if !overdue><b>${msg("magento.link.days-left", daysLeft)}</b></#if></p>
<p>${msg("magento.mail.account")} <b><bdi>${accountName}</bdi></b></p>
<p>${msg("magento.mail.reminder.why")}</p>
<p>${msg("magento.mail.reminder.do")}</p>
<p><a href="${link}">${msg("magento.mail.reminder.link")}</a></p>
<p>${msg("magento.mail.reminder.safe")}</p>
</@layout.emailLayout>
