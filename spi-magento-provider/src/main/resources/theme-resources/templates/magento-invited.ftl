<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.invited.title")>
  <@page.trouble/>
  <@page.upstream/>
  <p>${msg("magento.invited.why")}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName!"" id="account"/>
    <@page.person label=msg("magento.preview.switch.old") name=magento.upstreamName!"" id="old-upstream"/>
  </dl>
  <p>${msg("magento.invited.next")}</p>
  <@page.actions>
    <#if !(magento.upstreamDisabled!false)>
      <@page.button action="continue" label=msg("magento.switch.continue")/>
    </#if>
    <@page.leave/>
  </@page.actions>
  <@page.foot/>
</@page.layout>
