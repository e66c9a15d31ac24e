<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.login-required.title")>
  <@page.trouble/>
  <p>${msg("magento.login-required.why")}</p>
  <p>${msg("magento.login-required.next")}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName!"" id="account"/>
    <#if (magento.upstreamName)?has_content>
      <@page.person label=msg("magento.person.upstream") name=magento.upstreamName id="upstream"/>
    </#if>
  </dl>
  <@page.actions>
    <@page.button action="continue" label=msg("magento.button.sign-in")/>
  </@page.actions>
</@page.layout>
