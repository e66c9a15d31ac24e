package cloud.magento.accounts.broker.ledger;

import cloud.magento.accounts.ledger.chain.CanonicalJson;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.jwk.OctetSequenceKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Signs checkpoints as a realm does, and as it does not. */
public final class TestSigner {
    public static final String ISSUER = "https://accounts.example.com/realms/accounts.magento.cloud";
    static final String KEY_ID = "key-1";
    private static final String TYPE = "magento-ledger-checkpoint+jwt";
    private static final long TIME = 1588334400;

    private final JWSAlgorithm algorithm;
    private final JWK key;
    private final @Nullable PrivateKey edwardsKey;

    private TestSigner(JWSAlgorithm algorithm, JWK key, @Nullable PrivateKey edwardsKey) {
        this.algorithm = algorithm;
        this.key = key;
        this.edwardsKey = edwardsKey;
    }

    /** With a key of its own, made for this algorithm; {@code Ed25519} and {@code Ed448} are EdDSA. */
    public static TestSigner of(String name) {
        try {
            if (name.startsWith("Ed")) {
                return edwards(name);
            }
            JWSAlgorithm algorithm = JWSAlgorithm.parse(name);
            if (JWSAlgorithm.Family.EC.contains(algorithm)) {
                Curve curve = Curve.forJWSAlgorithm(algorithm).iterator().next();
                return new TestSigner(
                        algorithm, new ECKeyGenerator(curve).keyID(KEY_ID).generate(), null);
            }
            return rsa(name, 2048);
        } catch (JOSEException | GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    static TestSigner rsa(String name, int bits) {
        try {
            RSAKey key = new RSAKeyGenerator(bits, true)
                    .keyID(KEY_ID)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate();
            return new TestSigner(JWSAlgorithm.parse(name), key, null);
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static TestSigner edwards(String curve) throws GeneralSecurityException {
        KeyPair pair = KeyPairGenerator.getInstance(curve).generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        int length = curve.equals("Ed448") ? 57 : 32;
        Base64URL x = Base64URL.encode(Arrays.copyOfRange(encoded, encoded.length - length, encoded.length));
        JWK key = new OctetKeyPair.Builder(Curve.parse(curve), x).keyID(KEY_ID).build();
        return new TestSigner(JWSAlgorithm.EdDSA, key, pair.getPrivate());
    }

    /** The realm's public keys, in the form in which it publishes them. */
    public String keys() {
        return keys(publicKey());
    }

    static String keys(Map<String, Object> key) {
        return CanonicalJson.of(Map.of("keys", List.of(key)));
    }

    Map<String, Object> publicKey() {
        return new TreeMap<>(key.toPublicJWK().toJSONObject());
    }

    /** A checkpoint as the realm signs it. */
    public String checkpoint(String realm, long size, String head) {
        return sign(header().build(), claims(realm, size, head));
    }

    JWSHeader.Builder header() {
        return new JWSHeader.Builder(algorithm).type(new JOSEObjectType(TYPE)).keyID(KEY_ID);
    }

    static Map<String, Object> claims(String realm, long size, String head) {
        return new TreeMap<>(Map.of("iss", ISSUER, "realm", realm, "size", size, "head", head, "iat", TIME));
    }

    String sign(Consumer<JWSHeader.Builder> change, Map<String, Object> claims) {
        JWSHeader.Builder header = header();
        change.accept(header);
        return sign(header.build(), claims);
    }

    /** Signed with the public key's own text as a shared secret, which everybody has. */
    String signWithPublicKeyAsSecret(Map<String, Object> claims) {
        try {
            byte[] secret = CanonicalJson.of(publicKey()).getBytes(StandardCharsets.UTF_8);
            JWSObject token = new JWSObject(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .type(new JOSEObjectType(TYPE))
                            .keyID(KEY_ID)
                            .build(),
                    new Payload(CanonicalJson.of(claims)));
            token.sign(new MACSigner(new OctetSequenceKey.Builder(secret).build()));
            return token.serialize();
        } catch (JOSEException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private String sign(JWSHeader header, Map<String, Object> claims) {
        try {
            JWSObject token = new JWSObject(header, new Payload(CanonicalJson.of(claims)));
            if (edwardsKey != null) {
                Signature signature = Signature.getInstance("EdDSA");
                signature.initSign(edwardsKey);
                signature.update(token.getSigningInput());
                return new String(token.getSigningInput(), StandardCharsets.US_ASCII) + "."
                        + Base64URL.encode(signature.sign());
            }
            token.sign(
                    key instanceof ECKey ec
                            ? new ECDSASigner(ec)
                            : new RSASSASigner(((RSAKey) key).toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance())));
            return token.serialize();
        } catch (JOSEException | GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }
}
