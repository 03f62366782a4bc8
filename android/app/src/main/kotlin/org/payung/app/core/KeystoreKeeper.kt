package org.payung.app.core

import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyProperties
import org.payung.core.KeeperAnswer
import org.payung.core.KeyKeeper
import java.security.KeyStore
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/** Wraps the data key with a key of the Android Keystore. */
class KeystoreKeeper : KeyKeeper {
    override fun wrap(key: ByteArray): KeeperAnswer {
        val cipher = Cipher.getInstance(GCM).apply { init(Cipher.ENCRYPT_MODE, held() ?: made()) }
        return KeeperAnswer.Key(cipher.iv + cipher.doFinal(key))
    }

    override fun unwrap(wrapped: ByteArray): KeeperAnswer {
        val key = held() ?: return KeeperAnswer.Gone
        return try {
            val cipher = Cipher.getInstance(GCM)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(8 * TAG, wrapped, 0, NONCE))
            KeeperAnswer.Key(cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE))
        } catch (_: AEADBadTagException) {
            KeeperAnswer.Gone
        }
    }

    private fun held() = KeyStore.getInstance(STORE).apply { load(null) }.getKey(ALIAS, null) as? SecretKey

    private fun made(): SecretKey =
        KeyGenerator
            .getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
            .apply {
                init(
                    KeyGenParameterSpec
                        .Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
                        .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                        .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                        .setKeySize(256)
                        .build(),
                )
            }.generateKey()

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val ALIAS = "payung"
        const val GCM = "AES/GCM/NoPadding"
        const val NONCE = 12
        const val TAG = 16
    }
}
