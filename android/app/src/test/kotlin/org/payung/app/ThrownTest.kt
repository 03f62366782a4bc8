package org.payung.app

import android.content.Intent
import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.KeystoreKeeper
import org.payung.app.core.Phone
import org.payung.core.Clock
import org.payung.core.Language
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.io.File
import java.sql.DriverManager

/** What the core throws, of every kind that a phone can bring about: a sentence with a way on, and nothing lost. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class ThrownTest : OnPhone() {
    private fun begun(check: (Rig, String) -> Unit) = folder.begun("income") { rig -> check(rig, rig.step.id) }

    @Test
    fun `what nobody has thought of is said in the shell's own words, and the next try goes on`() =
        begun { rig, question ->
            val given = rig.app.phone!!
            // The core cannot even be asked.
            rig.app.phone = Phone(given.home, given.trust, given.keeper, { throw IllegalStateException("CONTOH") })
            rig.kill()
            rig.see(rig.string(R.string.trouble_unknown))
            rig.unseen("CONTOH")
            rig.app.phone = given
            rig.tap(R.string.try_again)
            assertEquals(question, rig.step.id)
        }

    @Test
    fun `a phone whose clock throws loses nothing`() =
        begun { rig, question ->
            val given = rig.app.phone!!
            var throws = true
            val clock =
                object : Clock {
                    override fun nowMillis() = if (throws) error("CONTOH") else System.currentTimeMillis()
                }
            rig.app.phone = Phone(given.home, given.trust, KeystoreKeeper(), { Language.ID }, clock)
            rig.kill()
            rig.unseen("CONTOH")
            assertTrue("something is drawn", rig.texts().isNotEmpty())
            throws = false
            rig.kill()
            assertEquals(question, rig.step.id)
        }

    @Test
    fun `data of a newer app leads to the store, and is left as it is`() =
        begun { rig, question ->
            rig.quit()
            val database = File(rig.home, "payung.db")
            var version = 0
            rig.app.core.close()
            rig.settle()
            DriverManager.getConnection("jdbc:sqlite:$database").use { open ->
                open.createStatement().use { version = it.executeQuery("PRAGMA user_version").getInt(1) }
                open.createStatement().use { it.executeUpdate("PRAGMA user_version = 9999") }
            }
            rig.app.restart()
            rig.start()
            rig.tap(R.string.update)
            val store = shadowOf(rig.activity).nextStartedActivity
            assertEquals(Intent.ACTION_VIEW, store.action)
            assertEquals("market://details?id=org.payung.app", store.data.toString())
            // The newer app is installed.
            rig.quit()
            rig.app.core.close()
            rig.settle()
            DriverManager.getConnection("jdbc:sqlite:$database").use { open ->
                open.createStatement().use { it.executeUpdate("PRAGMA user_version = $version") }
            }
            rig.app.restart()
            rig.start()
            rig.tap(R.string.go_on)
            assertEquals(question, rig.step.id)
        }

    @Test
    fun `a database that is damaged as a whole is said, set aside, and somebody can begin anew`() =
        begun { rig, _ ->
            rig.quit()
            rig.app.core.close()
            rig.settle()
            for (name in listOf("payung.db-wal", "payung.db-shm")) File(rig.home, name).delete()
            File(rig.home, "payung.db").writeBytes(ByteArray(8192) { 7 })
            rig.app.restart()
            rig.start()
            if (rig.sees(rig.string(R.string.try_again))) rig.tap(R.string.try_again)
            rig.see(rig.string(R.string.welcome))
            val kept = rig.home.walk().filter { it.isFile && it.readBytes().let { bytes -> bytes.size >= 8192 && bytes[5] == 7.toByte() } }
            assertTrue("set aside: ${rig.home.list()!!.toList()}", kept.any())
            rig.tap(R.string.register)
            assertEquals("start", rig.step.id)
        }
}
