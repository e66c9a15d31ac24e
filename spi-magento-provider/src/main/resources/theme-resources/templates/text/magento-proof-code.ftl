<#ftl output_format="plainText">
${msg("magento.mail.proof-code.intro")}

${msg("magento.mail.account")} ${accountName}
${msg("magento.mail.upstream")} ${upstreamName}

${msg("magento.mail.proof-code.enter")}

    ${code}

${msg("magento.mail.proof-code.expires", minutes)}

${msg("magento.mail.proof-code.not-you")}
