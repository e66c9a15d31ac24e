<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.login-required.title")>
  <@page.trouble/>
  <@page.disabled/>
  <p>${msg("magento.login-required.why")}</p>
  <p>${msg("magento.login-required.next")}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName!"" id="account"/>
    <#if (magento.upstreamName)?has_content>
      <@page.person label=msg("magento.person.upstream") name=magento.upstreamName id="upstream"/>
    </#if>
    <@page.used/>
  </dl>
  <@page.actions>
    <#if magento.upstreamDisabled!false>
      <@page.button action="retry" label=msg("magento.button.retry")/>
    <#else>
      <@page.button action="continue" label=msg("magento.button.sign-in")/>
    </#if>
    <@page.leave/>
  </@page.actions>
  <@page.support/>
</@page.layout>
