<#import "magento-page.ftl" as page>
<#assign otherFirst = ["already-linked", "account-already-linked", "upstream-identity-mismatch", "account-name-taken"]?seq_contains(magento.reason)>
<#assign ways = []>
<#if (magento.passwordUrl)?has_content>
  <#assign ways = [{"id": "password", "href": magento.passwordUrl}]>
</#if>
<#if (magento.retryUrl)?has_content>
  <#assign ways = ways + [{"id": "retry", "href": magento.retryUrl}]>
</#if>
<#if (magento.otherUrl)?has_content>
  <#assign other = [{"id": "other", "href": magento.otherUrl}]>
  <#assign ways = otherFirst?then(other + ways, ways + other)>
</#if>
<#if (magento.accountUrl)?has_content>
  <#assign ways = ways + [{"id": "account", "href": magento.accountUrl}]>
</#if>
<@page.layout heading=msg("magento.refused." + magento.reason + ".title") displayMessage=false>
  <p id="magento-reason" data-reason="${magento.reason}">${msg("magento.refused." + magento.reason + ".text")}</p>
  <@page.outage/>
  <#if (magento.waits)!false>
    <p id="magento-waits" role="status">${msg("magento.waits")}</p>
  <#else>
    <p>${msg("magento.refused." + magento.reason + ".next")}</p>
  </#if>
  <#if (magento.usedUpstreamName)?has_content>
    <dl class="magento-people">
      <@page.used/>
    </dl>
  </#if>
  <#if ways?has_content || (client.baseUrl)?has_content>
    <div class="magento-actions">
      <#list ways as way>
        <@page.link href=way.href label=msg("magento.button." + way.id) id=way.id kind=(way?index = 0)?then("primary", "secondary")/>
      </#list>
      <#if (client.baseUrl)?has_content>
        <@page.link href=client.baseUrl label=msg("magento.button.application") id="application" kind=ways?has_content?then("link", "primary")/>
      </#if>
    </div>
  </#if>
  <#if (magento.reference)?has_content>
    <div class="magento-support">
      <@page.reference/>
      <p class="magento-note">${msg("magento.reference.hint")}</p>
      <@page.support/>
      <@page.helpLink/>
    </div>
  <#else>
    <@page.helpLink/>
  </#if>
</@page.layout>
