<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.switch.title")>
  <@page.trouble/>
  <@page.upstream/>
  <p>${msg("magento.switch." + magento.step + ".why")}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName!"" id="account"/>
    <@page.person label=msg("magento.preview.switch.old") name=magento.upstreamName!"" id="old-upstream"/>
  </dl>
  <p>${msg("magento.switch." + magento.step + ".next")}</p>
  <@page.actions>
    <#if !(magento.upstreamDisabled!false)>
      <@page.button action="continue" label=msg("magento.switch.continue")/>
    </#if>
    <@page.button action="cancel" label=msg("magento.button.cancel") kind=(magento.upstreamDisabled!false)?then("primary", "link")/>
  </@page.actions>
  <@page.foot/>
</@page.layout>
