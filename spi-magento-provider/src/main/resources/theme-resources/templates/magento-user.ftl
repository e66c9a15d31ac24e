<#import "magento-page.ftl" as page>
<#assign connected = magento.status = "connected">
<#assign fullName = (magento.fullName!"")?trim>
<#assign username = magento.accountName!"">
<#assign email = magento.accountEmail!"">
<#assign overdue = !connected && !(magento.exemptUntil)?has_content && !(magento.reportOnly!false) && (magento.overdue!false)>
<@page.layout heading=msg("magento.user.title")>
  <#if (magento.notice)?has_content>
    <@page.alert type=(["cancelled", "outdated"]?seq_contains(magento.notice))?then("info", "success") text=msg("magento.user.notice." + magento.notice) id="notice"/>
  </#if>
  <dl class="magento-people">
    <@page.person label=msg("magento.user.you") name=fullName?has_content?then(fullName, username) email=email id="account"/>
    <#if fullName?has_content && username != email>
      <@page.person label=msg("username") name=username id="username"/>
    </#if>
  </dl>
  <section class="magento-sso" aria-labelledby="magento-sso-heading">
    <h2 id="magento-sso-heading">${msg("magento.user.sso")}</h2>
    <div class="magento-card">
      <div class="magento-card-head">
        <@page.mark/>
        <p id="magento-provider">${msg("magento.user.provider")}</p>
      </div>
      <div class="magento-state">
        <p class="magento-chip magento-chip-${connected?then("good", overdue?then("bad", "open"))}" id="magento-status" data-status="${magento.status}"><@page.sign good=connected/><span>${msg("magento.user.status." + magento.status)}</span></p>
        <#if connected>
          <#if (magento.since)?has_content>
            <p class="magento-note" id="magento-since">${msg("magento.user.since", magento.since)}</p>
          </#if>
        <#elseif !overdue && !(magento.exemptUntil)?has_content && !(magento.reportOnly!false) && magento.daysLeft??>
          <p class="magento-note">${msg("magento.link.days-left", magento.daysLeft)}</p>
        </#if>
      </div>
      <@page.disabled/>
      <@page.outage opens=false/>
      <#if connected>
        <#if (magento.upstreamName)?has_content || (magento.upstreamEmail)?has_content>
          <dl class="magento-people">
            <@page.person label=msg("magento.person.upstream") name=magento.upstreamName!magento.upstreamEmail!"" email=magento.upstreamEmail!"" id="upstream"/>
          </dl>
        </#if>
        <p>${msg("magento.user.connected")}</p>
        <#if (magento.switchUrl)?has_content && !(magento.upstreamDisabled!false)>
        <form class="magento-actions" action="${magento.switchUrl}" method="post">
          <input type="hidden" name="stateChecker" value="${magento.stateChecker}">
          <button class="<@page.buttonClass "secondary"/>" type="submit" id="magento-switch">${msg("magento.user.switch")}</button>
        </form>
        </#if>
      <#else>
        <#if (magento.exemptUntil)?has_content>
          <p id="magento-deadline">${msg("magento.user.exempt", magento.exemptUntil)}</p>
        <#elseif overdue && (magento.deadline)?has_content>
          <p id="magento-deadline">${msg("magento.user.overdue", magento.deadline)}</p>
        <#elseif !(magento.reportOnly!false) && (magento.deadline)?has_content>
          <p id="magento-deadline">${msg("magento.user.deadline", magento.deadline)}</p>
        </#if>
        <#if !(magento.upstreamDisabled!false)>
        <p>${msg("magento.user.not-connected")}</p>
        <form class="magento-actions" action="${magento.connectUrl}" method="post">
          <input type="hidden" name="stateChecker" value="${magento.stateChecker}">
          <button class="<@page.buttonClass "primary"/>" type="submit" id="magento-connect">${msg("magento.button.connect")}</button>
        </form>
        </#if>
      </#if>
    </div>
  </section>
  <div class="magento-actions magento-more">
    <#if (magento.accountConsoleUrl)?has_content>
      <@page.link href=magento.accountConsoleUrl label=msg("magento.user.console") id="console" kind="secondary"/>
    </#if>
    <#if (magento.signOutUrl)?has_content>
      <form action="${magento.signOutUrl}" method="post">
        <input type="hidden" name="stateChecker" value="${magento.stateChecker}">
        <button class="<@page.buttonClass "link"/>" type="submit" id="magento-sign-out">${msg("magento.user.sign-out")}</button>
      </form>
    </#if>
  </div>
  <@page.foot/>
</@page.layout>
