package org.payung.app

import android.os.Build
import org.junit.Assert.assertArrayEquals
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.KeystoreKeeper
import org.payung.core.KeeperAnswer
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config
import java.security.KeyStoreException

@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE])
class KeeperTest : OnPhone() {
    private val secret = ByteArray(32) { it.toByte() }
    private val keeper = KeystoreKeeper()

    private fun wrapped() = (keeper.wrap(secret) as KeeperAnswer.Key).bytes

    @Test
    fun `what was wrapped is unwrapped, and is not the key itself`() {
        val wrapped = wrapped()
        assertFalse(secret.contentEquals(wrapped))
        assertArrayEquals(secret, (keeper.unwrap(wrapped) as KeeperAnswer.Key).bytes)
    }

    @Test
    fun `the key is asked for in a StrongBox, and otherwise where the phone has it`() {
        FakeKeystore.refuse = { Build.VERSION.SDK_INT >= 28 && it.isStrongBoxBacked }
        assertArrayEquals(secret, (keeper.unwrap(wrapped()) as KeeperAnswer.Key).bytes)
        if (Build.VERSION.SDK_INT >= 28) assertEquals(listOf(true, false), FakeKeystore.asked.map { it.isStrongBoxBacked })
        assertTrue(FakeKeystore.asked.all { !it.isUserAuthenticationRequired && it.keySize == 256 })
    }

    @Test
    fun `only a key that is not there is gone`() {
        val wrapped = wrapped()
        FakeKeystore.broken = KeyStoreException("CONTOH")
        assertThrows(KeyStoreException::class.java) { keeper.unwrap(wrapped) }
        FakeKeystore.broken = null
        assertTrue(keeper.unwrap(wrapped) is KeeperAnswer.Key)
        FakeKeystore.keys.clear()
        assertEquals(KeeperAnswer.Gone, keeper.unwrap(wrapped))
        wrapped()
        assertEquals("another key of the same name", KeeperAnswer.Gone, keeper.unwrap(wrapped))
        assertEquals(KeeperAnswer.Broken, keeper.unwrap(ByteArray(3)))
    }
}
