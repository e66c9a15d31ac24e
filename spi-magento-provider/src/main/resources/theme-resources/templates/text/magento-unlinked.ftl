<#ftl output_format="plainText">
${msg("magento.mail.unlinked.what")}

${msg("magento.mail.account")} ${accountName}
${msg("magento.mail.previous")} ${oldUpstreamName}

${msg("magento.mail.not-me")}
