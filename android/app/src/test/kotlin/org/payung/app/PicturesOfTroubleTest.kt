package org.payung.app

import android.app.Activity
import android.app.KeyguardManager
import org.junit.Assert.assertEquals
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.KeystoreKeeper
import org.payung.app.screen.StatusModel
import org.payung.core.KeeperAnswer
import org.payung.core.KeyKeeper
import org.payung.core.Office
import org.payung.core.RegistrationState
import org.robolectric.RobolectricTestRunner
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode

/** What stands in the way: the app's own lock, the key, and an office that cannot be reached. Each has one button for the way on. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [34], qualifiers = "in-w360dp-h720dp-xhdpi")
@GraphicsMode(GraphicsMode.Mode.NATIVE)
open class PicturesOfTroubleTest : Shots() {
    @Test
    fun `the app's own lock covers everything until the phone knows who it is`() =
        Rig(folder.newFolder("rig")).use { rig ->
            count = AFTER_REPORTS
            val guard = shadowOf(rig.app.getSystemService(KeyguardManager::class.java))
            guard.setIsDeviceSecure(true)
            rig.start().tap(R.string.register)
            rig.answer()
            val question = rig.step.id
            val title = rig.step.title
            rig.app.preferences.lock = true
            rig.kill()
            rig.see(rig.string(R.string.covered))
            rig.unseen(title)
            shoot(rig, "app-lock")
            // Whoever is not known sees nothing, and may try again.
            answer(rig, Activity.RESULT_CANCELED)
            rig.see(rig.string(R.string.covered))
            rig.tap(R.string.open)
            answer(rig, Activity.RESULT_OK)
            rig.unseen(rig.string(R.string.covered))
            assertEquals(question, rig.step.id)
        }

    /** The phone was asked who it is. */
    private fun answer(
        rig: Rig,
        result: Int,
    ) {
        val asked = shadowOf(rig.activity).nextStartedActivityForResult ?: throw AssertionError("nobody is asked")
        shadowOf(rig.activity).receiveResult(asked.intent, result, null)
        rig.settle()
    }

    @Test
    fun `a key that is locked or gone is said on the first screen and at a question`() {
        val inner = KeystoreKeeper()
        var answer: KeeperAnswer? = null
        val keeper =
            object : KeyKeeper {
                override fun wrap(key: ByteArray) = answer ?: inner.wrap(key)

                override fun unwrap(wrapped: ByteArray) = answer ?: inner.unwrap(wrapped)
            }
        Rig(folder.newFolder("rig"), keeper = keeper).use { rig ->
            count = AFTER_LOCK
            rig.start().tap(R.string.register)
            rig.answer()
            answer = KeeperAnswer.LockedNow
            rig.kill()
            rig.see(inLanguage("Buka kunci HP", "Unlock the phone"))
            shoot(rig, "key-locked-question")
            goTo(rig, Route.Home)
            rig.see(inLanguage("Buka kunci HP", "Unlock the phone"))
            shoot(rig, "key-locked-home")
            answer = KeeperAnswer.Gone
            // Once is not enough: the store is asked again at the next start.
            repeat(2) {
                rig.kill()
                goTo(rig, Route.Home)
            }
            rig.see(rig.string(R.string.start_clean))
            shoot(rig, "key-gone-home")
        }
    }

    @Test
    fun `without a network or an office it is said what is kept and how it goes on`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                count = AFTER_KEYS
                rig.online(false)
                Lost.register(rig)
                assertEquals(RegistrationState.READY, (rig.activity.front as StatusModel).state.view!!.state)
                shoot(rig, "offline-status")
                rig.online(true)
                // Nobody serves yet.
                rig.tap(R.string.send_try)
                rig.see(
                    (rig.activity.front as StatusModel)
                        .state.view!!
                        .problem!!
                        .words,
                )
                shoot(rig, "no-office-status")
                rig.back()
                shoot(rig, "no-office-home")
            }
        }

    private companion object {
        /** These follow the pictures of reports. */
        const val AFTER_REPORTS = 140
        const val AFTER_LOCK = 141
        const val AFTER_KEYS = 144
    }
}
