<#ftl output_format="plainText">
${msg((linked!false)?then("magento.mail.invitation.intro-linked", "magento.mail.invitation.intro"))}

${msg("magento.mail.account")} ${accountName}

${msg("magento.mail.invitation.link")}:
${link}

${msg("magento.mail.invitation.expires", hours)}

${msg("magento.mail.invitation.not-you")}
