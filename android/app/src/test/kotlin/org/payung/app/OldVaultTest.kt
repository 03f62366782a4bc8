package org.payung.app

import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.KeystoreKeeper
import org.payung.app.screen.HomeModel
import org.payung.core.KeeperAnswer
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config
import java.io.File
import java.sql.DriverManager
import javax.crypto.Cipher
import javax.crypto.Mac
import javax.crypto.spec.GCMParameterSpec
import javax.crypto.spec.SecretKeySpec

/** The app is updated over the folder of an older one, as it lies in the core's fixtures: everything is still there. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class OldVaultTest : OnPhone() {
    @Test
    fun `what every older app kept is on the first screen, and can be gone on with`() {
        val fixtures = File("../rust-core/tests/fixtures").listFiles { it -> it.name.startsWith("vault-v") }!!.sorted()
        assertTrue(fixtures.size >= 6)
        for (fixture in fixtures) {
            FakeKeystore.keys.clear()
            Rig(folder.newFolder(fixture.name)).use { rig ->
                lay(rig.home, fixture)
                rig.start()
                val state = (rig.activity.front as HomeModel).state
                assertEquals(fixture.name, null, state.trouble)
                val home = state.home!!
                val names = home.drafts.map { it.name.reveal() }
                assertTrue("${fixture.name}: $names", "SITI CONTOH" in names)
                assertEquals(fixture.name, 1, home.registrations.size)
                rig.see("SITI CONTOH")
                rig.tap("SITI CONTOH")
                assertTrue(fixture.name, rig.step.title.isNotEmpty())
            }
            // The process ends with each of them: the next one opens a core of its own.
            (RuntimeEnvironment.getApplication() as PayungApp).restart()
        }
    }

    /** The older app's folder: its database, and its data key wrapped by this phone's keystore. */
    private fun lay(
        home: File,
        fixture: File,
    ) {
        home.mkdirs()
        // The tables are STRICT, which the SQLite of Robolectric is too old for, as that of phones is; the core brings its own.
        DriverManager.getConnection("jdbc:sqlite:${File(home, "payung.db")}").use { database ->
            database.createStatement().use { it.executeUpdate(fixture.readText()) }
            val wrapped = KeystoreKeeper().wrap(dataKey) as KeeperAnswer.Key
            database.prepareStatement("INSERT OR REPLACE INTO meta VALUES (?, ?)").use { insert ->
                for ((name, value) in listOf("wrapped_key" to wrapped.bytes, "key_check" to check())) {
                    insert.setString(1, name)
                    insert.setBytes(2, value)
                    insert.executeUpdate()
                }
            }
        }
    }

    /** The fixtures' key (rust-core/src/vault/keys.rs, `fixed(1)`). */
    private val dataKey = ByteArray(32) { 1 }

    /** The record by which the core knows the right key: HKDF (RFC 5869) and AES-256-GCM, as rust-core/src/vault/keys.rs says. */
    private fun check(): ByteArray {
        val kind = byteArrayOf(CHECK_KIND)
        val prk = hmac("payung/vault/1".toByteArray(), dataKey)
        val key = hmac(prk, "seal".toByteArray() + kind + byteArrayOf(1))
        val nonce = ByteArray(12) { 7 }
        val cipher = Cipher.getInstance("AES/GCM/NoPadding")
        cipher.init(Cipher.ENCRYPT_MODE, SecretKeySpec(key, "AES"), GCMParameterSpec(128, nonce))
        cipher.updateAAD(kind + byteArrayOf(1) + "data key".toByteArray())
        return byteArrayOf(1) + nonce + cipher.doFinal("payung/vault/1".toByteArray())
    }

    private fun hmac(
        key: ByteArray,
        text: ByteArray,
    ) = Mac.getInstance("HmacSHA256").run {
        init(SecretKeySpec(key, "HmacSHA256"))
        doFinal(text)
    }

    private companion object {
        const val CHECK_KIND: Byte = 5
    }
}
