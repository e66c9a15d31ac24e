package cloud.magento.accounts.policy;

/** The roles of a realm's administration that open the links of its accounts. */
public final class LinkRoles {
    /** See who is linked to whom. */
    public static final String VIEW = "view-magento-links";

    /** Change links, exemptions and what cohorts may. Whoever has it may see, too. */
    public static final String MANAGE = "manage-magento-links";

    private LinkRoles() {}
}
