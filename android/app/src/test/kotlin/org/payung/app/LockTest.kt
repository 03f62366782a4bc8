package org.payung.app

import android.app.Activity
import android.app.KeyguardManager
import android.os.Build
import android.os.Looper
import android.view.WindowManager
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.core.Office
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import java.time.Duration

/** The app's own lock: it asks whoever comes, once, and stands in nobody's way who is here already. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.M, Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class LockTest : OnPhone() {
    private fun secured(rig: Rig) {
        val guard = shadowOf(rig.app.getSystemService(KeyguardManager::class.java))
        guard.setIsDeviceSecure(true)
        // Android 6 asks this before it asks anybody.
        guard.setIsKeyguardSecure(true)
    }

    private fun locked(check: (Rig) -> Unit) =
        Rig(folder.newFolder("rig")).use { rig ->
            secured(rig)
            rig.app.preferences.lock = true
            rig.start()
            check(rig)
        }

    private fun asked(rig: Rig) = shadowOf(rig.activity).nextStartedActivityForResult

    private fun opened(rig: Rig) {
        val prompt = asked(rig) ?: throw AssertionError("nobody is asked")
        shadowOf(rig.activity).receiveResult(prompt.intent, Activity.RESULT_OK, null)
        rig.settle()
        rig.unseen(rig.string(R.string.covered))
    }

    private fun pass(seconds: Long) = shadowOf(Looper.getMainLooper()).idleFor(Duration.ofSeconds(seconds))

    @Test
    fun `a turned phone, another theme or another language asks nobody again, however long somebody was here`() =
        locked { rig ->
            opened(rig)
            pass(300)
            rig.turn()
            rig.unseen(rig.string(R.string.covered))
            assertNull(asked(rig))
            rig.tap(R.string.settings)
            rig.option("English")
            rig.settle()
            rig.see("Settings")
            assertNull(asked(rig))
        }

    @Test
    fun `whoever comes back soon is not asked, whoever comes back later is`() =
        locked { rig ->
            opened(rig)
            rig.leave()
            pass(10)
            rig.resume()
            rig.unseen(rig.string(R.string.covered))
            rig.leave()
            pass(40)
            rig.resume()
            rig.see(rig.string(R.string.covered))
            opened(rig)
        }

    @Test
    fun `whoever needs long for the PIN is asked once, also on a phone that is turned meanwhile`() =
        locked { rig ->
            rig.leave()
            pass(60)
            rig.resume()
            rig.see(rig.string(R.string.covered))
            assertNotNull(asked(rig))
            assertNull("one prompt is enough", asked(rig))
            rig.turn()
            rig.see(rig.string(R.string.covered))
            assertNull("it is still in front", asked(rig))
            rig.tap(R.string.open)
            opened(rig)
        }

    @Test
    fun `what is behind the lock opens with the lock alone`() =
        locked { rig ->
            rig.activity.onNewIntent(android.content.Intent(android.content.Intent.ACTION_VIEW, android.net.Uri.parse("payung://bantuan")))
            rig.settle()
            rig.see(rig.string(R.string.covered))
            rig.unseen(rig.string(R.string.help_person))
            // Whoever goes away and opens the app anew is asked again.
            rig.quit()
            rig.start()
            rig.see(rig.string(R.string.covered))
            opened(rig)
        }

    @Test
    fun `with the lock no screen is in the list of recent apps`() =
        locked { rig ->
            fun secure() = rig.activity.window.attributes.flags and WindowManager.LayoutParams.FLAG_SECURE != 0
            assertTrue(secure())
            opened(rig)
            assertTrue(secure())
            rig.tap(R.string.settings)
            assertTrue(secure())
            rig.option(rig.string(R.string.lock_by_phone))
            assertEquals("it is off again", false, secure())
        }

    @Test
    fun `before anybody has registered no lock is offered`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                secured(rig)
                rig.start().tap(R.string.settings)
                rig.unseen(rig.string(R.string.lock_by_phone))
                rig.back()
                rig.tap(R.string.register)
                rig.fill()
                rig.tap(rig.step.primary)
                rig.activity.goFromHome(Route.Settings)
                rig.settle()
                rig.option(rig.string(R.string.lock_by_phone))
                assertTrue(rig.app.preferences.lock)
            }
        }
}
