<#ftl output_format="plainText">
${msg("magento.mail.switched.what")}

${msg("magento.mail.account")} ${accountName}
${msg("magento.mail.previous")} ${oldUpstreamName}
${msg("magento.mail.upstream")} ${upstreamName}

${msg("magento.mail.not-me")}
