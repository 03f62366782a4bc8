package org.payung.app

import android.security.keystore.KeyGenParameterSpec
import java.io.InputStream
import java.io.OutputStream
import java.security.Key
import java.security.KeyStoreSpi
import java.security.Provider
import java.security.SecureRandom
import java.security.Security
import java.security.cert.Certificate
import java.security.spec.AlgorithmParameterSpec
import java.util.Collections
import java.util.Date
import javax.crypto.KeyGeneratorSpi
import javax.crypto.SecretKey
import javax.crypto.spec.SecretKeySpec

/** Stands in for the provider AndroidKeyStore, which Robolectric lacks: AES keys only, in memory. */
class FakeKeystore : Provider("AndroidKeyStore", "1.0", "for tests") {
    init {
        put("KeyStore.AndroidKeyStore", Store::class.java.name)
        put("KeyGenerator.AES", Generator::class.java.name)
    }

    class Generator : KeyGeneratorSpi() {
        private lateinit var spec: KeyGenParameterSpec

        override fun engineInit(random: SecureRandom?) = Unit

        override fun engineInit(
            parameters: AlgorithmParameterSpec?,
            random: SecureRandom?,
        ) {
            spec = parameters as KeyGenParameterSpec
        }

        override fun engineInit(
            size: Int,
            random: SecureRandom?,
        ) = Unit

        override fun engineGenerateKey(): SecretKey {
            asked += spec
            refuse?.let { if (it(spec)) throw java.security.ProviderException("refused") }
            val bytes = ByteArray(32).also { SecureRandom().nextBytes(it) }
            return SecretKeySpec(bytes, "AES").also { keys[spec.keystoreAlias] = it }
        }
    }

    class Store : KeyStoreSpi() {
        override fun engineGetKey(
            alias: String,
            password: CharArray?,
        ): Key? {
            broken?.let { throw it }
            return keys[alias]
        }

        override fun engineLoad(
            stream: InputStream?,
            password: CharArray?,
        ) = Unit

        override fun engineContainsAlias(alias: String) = alias in keys

        override fun engineDeleteEntry(alias: String) {
            keys.remove(alias)
        }

        override fun engineAliases() = Collections.enumeration(keys.keys)

        override fun engineSize() = keys.size

        override fun engineIsKeyEntry(alias: String) = alias in keys

        override fun engineGetCertificateChain(alias: String): Array<Certificate>? = null

        override fun engineGetCertificate(alias: String): Certificate? = null

        override fun engineGetCreationDate(alias: String) = Date(0)

        override fun engineSetKeyEntry(
            alias: String,
            key: Key,
            password: CharArray?,
            chain: Array<Certificate>?,
        ) {
            keys[alias] = key
        }

        override fun engineSetKeyEntry(
            alias: String,
            key: ByteArray,
            chain: Array<Certificate>?,
        ) = Unit

        override fun engineSetCertificateEntry(
            alias: String,
            certificate: Certificate?,
        ) = Unit

        override fun engineIsCertificateEntry(alias: String) = false

        override fun engineGetCertificateAlias(certificate: Certificate?): String? = null

        override fun engineStore(
            stream: OutputStream?,
            password: CharArray?,
        ) = Unit
    }

    companion object {
        val keys = mutableMapOf<String, Key>()

        /** How keys were asked for, in order. */
        val asked = mutableListOf<KeyGenParameterSpec>()

        /** Says which keys this phone cannot make. */
        var refuse: ((KeyGenParameterSpec) -> Boolean)? = null

        /** Thrown whenever a key is asked for. */
        var broken: Exception? = null

        /** A phone with an empty store. */
        fun install() {
            keys.clear()
            asked.clear()
            refuse = null
            broken = null
            Security.removeProvider("AndroidKeyStore")
            Security.addProvider(FakeKeystore())
        }
    }
}
