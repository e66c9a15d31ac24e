<#import "magento-page.ftl" as page>
<#-- Who came back as somebody whom another account has needs to hear no more than that, and the way on. -->
<#assign conflict = (magento.usedUpstreamName)?has_content>
<@page.layout heading=msg(conflict?then("magento.refused." + (magento.error!"already-linked") + ".title", "magento.link.title"))>
  <#if conflict>
    <@page.conflict/>
  <#else>
    <@page.trouble/>
    <@page.upstream/>
    <#if magento.cancelled!false>
      <@page.alert type="info" text=msg("magento.link.cancelled") id="notice"/>
    </#if>
    <#if magento.phase = "remind">
      <#if magento.daysLeft??>
        <p class="magento-lead" id="magento-days-left">${msg("magento.link.days-left", magento.daysLeft)}</p>
      </#if>
      <p>${msg("magento.link.remind.why", magento.deadline!"")}</p>
    <#elseif magento.phase = "step-up">
      <p>${msg("magento.step-up.unlinked.why")}</p>
      <p>${msg("magento.step-up.unlinked.next")}</p>
    <#else>
      <#if (magento.deadline)?has_content>
        <p>${msg(((magento.daysLeft!0) > 0)?then("magento.link.remind.why", "magento.link.due.why"), magento.deadline)}</p>
      </#if>
      <#if (magento.skipsLeft!1) = 0>
        <p class="magento-note" id="magento-skips-left">${msg("magento.link.skips-left", 0)}</p>
      </#if>
      <p>${msg("magento.link.due.now")}</p>
    </#if>
    <dl class="magento-people">
      <@page.person label=msg("magento.person.account", realm.displayName!"") name=magento.accountName!"" id="account"/>
    </dl>
    <h2>${msg("magento.link.steps.heading")}</h2>
    <ol class="magento-steps">
      <li>${msg("magento.link.steps.go")}</li>
      <li>${msg("magento.link.steps.check")}</li>
      <li>${msg("magento.link.steps.done")}</li>
    </ol>
  </#if>
  <@page.actions>
    <#if magento.upstreamDisabled!false>
      <@page.button action="retry" label=msg("magento.button.retry")/>
    <#elseif conflict>
      <@page.button action="other" label=msg("magento.button.other")/>
    <#else>
      <@page.button action="connect" label=msg("magento.button.connect")/>
    </#if>
    <#if magento.canSkip!false>
      <@page.button action="skip" label=msg("magento.button.skip") kind="secondary"/>
      <#if magento.skipsLeft??>
        <p class="magento-note" id="magento-skips-left">${msg("magento.link.skips-left", magento.skipsLeft)}</p>
      </#if>
    </#if>
    <@page.leave/>
  </@page.actions>
  <#if conflict>
    <div class="magento-support">
      <@page.reference/>
      <p class="magento-note">${msg("magento.reference.hint")}</p>
      <@page.support/>
      <@page.helpLink/>
    </div>
  <#else>
    <@page.foot/>
  </#if>
</@page.layout>
