<#import "magento-page.ftl" as page>
<#if magento.over>
  <@page.layout heading=msg("magento.refused.invitation-over.title")>
    <p id="magento-over">${msg("magento.refused.invitation-over.text")}</p>
    <p>${msg("magento.refused.invitation-over.next")}</p>
    <div class="magento-actions">
      <@page.link href=magento.accountUrl label=msg("magento.button.account") id="account"/>
    </div>
    <@page.foot/>
  </@page.layout>
<#else>
  <@page.layout heading=msg("magento.invitation.title")>
    <p>${msg("magento.invitation.text")}</p>
    <p>${msg("magento.invitation.next")}</p>
    <#-- The button alone opens it: what follows the mail's link by itself, as mail scanners do, loads this page and no more. -->
    <form class="magento-actions" action="${magento.openUrl}" method="post">
      <input type="hidden" name="key" value="${magento.key}">
      <button class="<@page.buttonClass "primary"/>" type="submit" id="magento-open">${msg("magento.invitation.open")}</button>
    </form>
    <p class="magento-note">${msg("magento.invitation.not-you")}</p>
    <@page.foot/>
  </@page.layout>
</#if>
