package org.payung.app.core

import android.os.Build
import android.security.keystore.KeyGenParameterSpec
import android.security.keystore.KeyPermanentlyInvalidatedException
import android.security.keystore.KeyProperties
import android.security.keystore.UserNotAuthenticatedException
import org.payung.core.KeeperAnswer
import org.payung.core.KeyKeeper
import java.security.GeneralSecurityException
import java.security.KeyStore
import java.security.ProviderException
import java.security.UnrecoverableKeyException
import javax.crypto.AEADBadTagException
import javax.crypto.Cipher
import javax.crypto.KeyGenerator
import javax.crypto.SecretKey
import javax.crypto.spec.GCMParameterSpec

/**
 * Wraps the data key with an AES key that the Android Keystore made and never gives out; in a StrongBox where the phone has one.
 *
 * Only a key that is provably not there any more counts as gone, since that answer leads to starting anew. Everything else that
 * goes wrong is thrown on: the core deletes nothing then and asks to try later.
 */
class KeystoreKeeper : KeyKeeper {
    override fun wrap(key: ByteArray): KeeperAnswer {
        val cipher = Cipher.getInstance(GCM).apply { init(Cipher.ENCRYPT_MODE, held() ?: made()) }
        return KeeperAnswer.Key(cipher.iv + cipher.doFinal(key))
    }

    override fun unwrap(wrapped: ByteArray): KeeperAnswer {
        if (wrapped.size <= NONCE) return KeeperAnswer.Broken
        return try {
            val key = held() ?: return KeeperAnswer.Gone
            val cipher = Cipher.getInstance(GCM)
            cipher.init(Cipher.DECRYPT_MODE, key, GCMParameterSpec(TAG_BITS, wrapped, 0, NONCE))
            KeeperAnswer.Key(cipher.doFinal(wrapped, NONCE, wrapped.size - NONCE))
        } catch (_: KeyPermanentlyInvalidatedException) {
            KeeperAnswer.Gone
        } catch (_: UserNotAuthenticatedException) {
            KeeperAnswer.LockedNow
        } catch (_: AEADBadTagException) {
            // The store holds another key under this name: the one that wrapped is not there any more.
            KeeperAnswer.Gone
        } catch (_: UnrecoverableKeyException) {
            KeeperAnswer.Broken
        }
    }

    private fun held(): SecretKey? = KeyStore.getInstance(STORE).apply { load(null) }.getKey(ALIAS, null) as? SecretKey

    private fun made(): SecretKey {
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            try {
                return generate(strongBox = true)
            } catch (_: ProviderException) {
                // This phone has no StrongBox (StrongBoxUnavailableException is one of these), or a vendor's that fails.
            } catch (_: GeneralSecurityException) {
                // The same, as some vendors say it.
            }
        }
        return generate(strongBox = false)
    }

    private fun generate(strongBox: Boolean): SecretKey {
        val spec =
            KeyGenParameterSpec
                .Builder(ALIAS, KeyProperties.PURPOSE_ENCRYPT or KeyProperties.PURPOSE_DECRYPT)
                .setBlockModes(KeyProperties.BLOCK_MODE_GCM)
                .setEncryptionPaddings(KeyProperties.ENCRYPTION_PADDING_NONE)
                .setKeySize(KEY_BITS)
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) spec.setIsStrongBoxBacked(strongBox)
        val generator = KeyGenerator.getInstance(KeyProperties.KEY_ALGORITHM_AES, STORE)
        generator.init(spec.build())
        return generator.generateKey()
    }

    private companion object {
        const val STORE = "AndroidKeyStore"
        const val ALIAS = "payung"
        const val GCM = "AES/GCM/NoPadding"
        const val NONCE = 12
        const val TAG_BITS = 128
        const val KEY_BITS = 256
    }
}
