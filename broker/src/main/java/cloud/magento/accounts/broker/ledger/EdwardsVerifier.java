package cloud.magento.accounts.broker.ledger;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.impl.BaseJWSProvider;
import com.nimbusds.jose.crypto.impl.CriticalHeaderParamsDeferral;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Set;

/** Checks Ed25519 and Ed448 signatures with what Java brings; the library's own verifier needs one more library. */
final class EdwardsVerifier extends BaseJWSProvider implements JWSVerifier {
    /** What stands before the bare key in its X.509 form (RFC 8410, section 4). */
    private static final String ED25519_PREFIX = "302a300506032b6570032100";

    private static final String ED448_PREFIX = "3043300506032b6571033a00";

    private final PublicKey key;

    EdwardsVerifier(OctetKeyPair key) throws JOSEException {
        super(Set.of(JWSAlgorithm.EdDSA));
        if (!Curve.Ed25519.equals(key.getCurve()) && !Curve.Ed448.equals(key.getCurve())) {
            throw new JOSEException("A key that signs nothing");
        }
        this.key = publicKey(key);
    }

    @Override
    public boolean verify(JWSHeader header, byte[] signingInput, Base64URL signature) throws JOSEException {
        if (!JWSAlgorithm.EdDSA.equals(header.getAlgorithm())
                || !new CriticalHeaderParamsDeferral().headerPasses(header)) {
            return false;
        }
        try {
            Signature check = Signature.getInstance("EdDSA");
            check.initVerify(key);
            check.update(signingInput);
            return check.verify(signature.decode());
        } catch (SignatureException noSignature) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new JOSEException("The key cannot be used", e);
        }
    }

    private static PublicKey publicKey(OctetKeyPair key) throws JOSEException {
        String prefix = Curve.Ed25519.equals(key.getCurve()) ? ED25519_PREFIX : ED448_PREFIX;
        String encoded = prefix + HexFormat.of().formatHex(key.getDecodedX());
        try {
            return KeyFactory.getInstance("EdDSA")
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(encoded)));
        } catch (GeneralSecurityException e) {
            throw new JOSEException("The key cannot be used", e);
        }
    }
}
