<#ftl output_format="plainText">
${msg("magento.mail.sign-in-hint.intro")}

${msg("magento.mail.account")} ${accountName}

${msg("magento.mail.sign-in-hint.why")}

${msg("magento.mail.sign-in-hint.link")}:
${link}

${msg("magento.mail.sign-in-hint.forgot")}

${msg("magento.mail.sign-in-hint.not-you")}
