<#--
  Where a sign-in ends without a page of its own: an address that is not there, an application that is not known, a page that
  is too old, a cookie that was not kept. Keycloak says which it is by the text alone, so that is what the cases go by.
-->
<#import "template.ftl" as layout>
<#assign cases = {
  "not-found": ["pageNotFound"],
  "application": ["clientNotFoundMessage", "clientDisabledMessage", "unknownLoginRequesterMessage", "loginRequesterNotEnabledMessage", "invalidRedirectUriMessage", "invalidRequestMessage", "invalidRequesterMessage", "standardFlowDisabledMessage", "implicitFlowDisabledMessage", "bearerOnlyMessage"],
  "expired": ["expiredCodeMessage", "expiredActionMessage", "expiredActionTokenNoSessionMessage", "expiredActionTokenSessionExistsMessage", "sessionNotActiveMessage", "invalidCodeMessage", "staleCodeMessage", "loginTimeout"],
  "cookies": ["cookieNotFoundMessage"],
  "account": ["accountDisabledMessage", "accountTemporarilyDisabledMessage", "accountPermanentlyDisabledMessage"]
}>
<#assign said = (message.summary)!"">
<#assign case = "other">
<#list cases as name, keys>
  <#list keys as key>
    <#if said = msg(key)><#assign case = name></#if>
  </#list>
</#list>
<#list ["invalidParameterMessage", "missingParameterMessage"] as key>
  <#if said?starts_with(msg(key, "")?trim)><#assign case = "application"></#if>
</#list>
<#global title = msg("magento.stop." + case + ".title") + " – " + ((realm.displayName)!realm.name)!"">
<@layout.registrationLayout displayMessage=false; section>
    <#if section = "header">
        ${msg("magento.stop." + case + ".title")}
    <#elseif section = "form">
        <div id="kc-error-message" data-case="${case}">
            <#if case = "other" && said != msg("internalServerError")>
                <p class="instruction">${said}</p>
            <#else>
                <p class="instruction">${msg("magento.stop." + case + ".text")}</p>
            </#if>
            <#if case = "application">
                <p class="magento-note">${msg("magento.stop.detail")} ${said}</p>
            </#if>
            <#if traceId??>
                <p class="magento-note" id="traceId">${msg("traceIdSupportMessage", traceId)}</p>
            </#if>
            <#if !skipLink??>
                <#if (client.baseUrl)?has_content>
                    <a id="backToApplication" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${client.baseUrl}">${msg("backToApplication")}</a>
                <#else>
                    <a id="magento-account" class="${properties.kcButtonPrimaryClass!} ${properties.kcButtonBlockClass!}" href="${url.loginUrl?keep_before("/login-actions/")}/magento/user">${msg(["expired", "cookies"]?seq_contains(case)?then("magento.stop.again", "magento.stop.account-page"))}</a>
                </#if>
            </#if>
        </div>
    </#if>
</@layout.registrationLayout>
