<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.audit.refused.title")>
  <p id="magento-audit-refused">${msg("magento.audit.refused.text")}</p>
  <dl class="magento-people">
    <@page.person label=msg("magento.user.you") name=magento.accountName id="account"/>
  </dl>
  <p>${msg("magento.audit.refused.next")}</p>
  <div class="magento-actions magento-more">
    <@page.link href=magento.accountPageUrl label=msg("magento.button.account") id="account-page" kind="secondary"/>
    <form action="${magento.signOutUrl}" method="post">
      <input type="hidden" name="stateChecker" value="${magento.stateChecker}">
      <button class="<@page.buttonClass "link"/>" type="submit" id="magento-sign-out">${msg("magento.user.sign-out")}</button>
    </form>
  </div>
</@page.layout>
