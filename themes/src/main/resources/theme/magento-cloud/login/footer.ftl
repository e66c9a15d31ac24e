<#--
  What stands below every page: the way to help, and the languages, as links. Keycloak's template.ftl has the languages in a
  menu beside the title, which leaves the page at the first arrow key and takes the title's room. It reads this file before
  it writes anything, so the languages are taken out of its hands here, and nothing of it has to be copied.
-->
<#assign languages = []>
<#if locale??>
  <#-- Keycloak's page for an address that is not there does not heed a language that is asked for. -->
  <#if realm.internationalizationEnabled && messagesPerField??>
    <#assign languages = locale.supported>
  </#if>
  <#global locale = locale + {"supported": []}>
</#if>
<#include "name-order.ftl">
<#macro content>
  <#-- Our own pages say themselves where there is help. -->
  <#if !(magento??)>
    <p class="magento-help"><a id="magento-help" href="${url.loginUrl?keep_before("/login-actions/")}/magento/help?kc_locale=${lang}">${msg("magento.help.link")}</a></p>
  </#if>
  <#if languages?size gt 1>
    <nav class="magento-languages" aria-label="${msg("languages")}">
      <ul>
        <#list languages as l>
          <li><a href="${l.url}${(magento.languageQuery)!}" hreflang="${l.languageTag}" lang="${l.languageTag}"<#if l.languageTag == locale.currentLanguageTag> aria-current="true"</#if>>${l.label}</a></li>
        </#list>
      </ul>
    </nav>
  </#if>
</#macro>
