<#import "magento-page.ftl" as page>
<@page.layout heading=msg("magento.signed-out.title")>
  <p id="magento-signed-out">${msg("magento.signed-out.text")}</p>
  <div class="magento-actions">
    <@page.link href=magento.accountUrl label=msg("magento.button.sign-in-again") id="account"/>
  </div>
  <@page.support/>
</@page.layout>
