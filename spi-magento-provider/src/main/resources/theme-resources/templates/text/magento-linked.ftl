<#ftl output_format="plainText">
${msg((localLoginKept!false)?then("magento.mail.linked.what-kept", "magento.mail.linked.what"))}

${msg("magento.mail.account")} ${accountName}
${msg("magento.mail.upstream")} ${upstreamName}

${msg("magento.mail.not-me")}
