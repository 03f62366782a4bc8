package org.payung.app

import android.os.Build
import android.widget.EditText
import android.widget.TextView
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder
import org.junit.runner.RunWith
import org.payung.app.core.KeystoreKeeper
import org.payung.app.screen.QuestionModel
import org.payung.core.KeeperAnswer
import org.payung.core.KeyKeeper
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** Letters that the core could not keep, or did not have yet, stay where somebody typed them. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class UnkeptTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Before
    fun phone() = FakeKeystore.install()

    /** Locked or not, as it is told. */
    private class Lockable : KeyKeeper {
        private val inner = KeystoreKeeper()
        var locked = false

        override fun wrap(key: ByteArray) = inner.wrap(key)

        override fun unwrap(wrapped: ByteArray) = if (locked) KeeperAnswer.LockedNow else inner.unwrap(wrapped)
    }

    private fun field(rig: Rig) = rig.views().filterIsInstance<EditText>().single()

    private fun locked(check: (Rig, Lockable) -> Unit) {
        val keeper = Lockable()
        Rig(folder.newFolder("rig"), keeper = keeper).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("nik")
            // Not the question that a form goes on with.
            (rig.activity.front as QuestionModel).show("income")
            rig.settle()
            keeper.locked = true
            rig.app.core.ask({ payung.lock() }) {}
            rig.settle()
            check(rig, keeper)
        }
    }

    private fun unlockAndGoOn(
        rig: Rig,
        keeper: Lockable,
    ) {
        rig.see(rig.string(R.string.try_again))
        rig.tap(R.string.try_again)
        assertEquals("still locked", "1.750.000", field(rig).text.toString())
        keeper.locked = false
        rig.tap(R.string.try_again)
        rig.unseen(rig.string(R.string.try_again))
        assertEquals("income", rig.step.id)
        assertEquals("1.750.000", field(rig).text.toString())
        rig.kill()
        assertEquals("income", rig.step.id)
        assertEquals("the core has it", "1.750.000", field(rig).text.toString())
    }

    @Test
    fun `what was typed while the key was locked is kept by the next try, at the same question`() =
        locked { rig, keeper ->
            rig.type("1750000")
            unlockAndGoOn(rig, keeper)
        }

    @Test
    fun `an answer that could not be given is at the same question still`() =
        locked { rig, keeper ->
            val model = rig.activity.front as QuestionModel
            model.typed("1750000")
            model.next()
            rig.settle()
            unlockAndGoOn(rig, keeper)
        }

    @Test
    fun `whoever comes back from another app finds what was typed`() =
        locked { rig, keeper ->
            rig.type("1750000")
            rig.leave()
            keeper.locked = false
            rig.app.core.ask({ payung.unlock() }) {}
            rig.resume()
            assertEquals("income", rig.step.id)
            assertEquals("1.750.000", field(rig).text.toString())
        }

    @Test
    fun `letters that come while an answer is refused are not lost`() =
        Rig(folder.newFolder("rig")).use { rig ->
            rig.start().tap(R.string.register)
            rig.answerUpTo("nik")
            rig.type("3201")
            val button = rig.views().first { (it as? TextView)?.text?.toString() == rig.step.primary && it.hasOnClickListeners() }
            button.performClick()
            field(rig).setText("32015")
            rig.settle()
            assertEquals("nik", rig.step.id)
            assertTrue("it was refused", rig.step.problems.isNotEmpty())
            assertEquals("3201 5", field(rig).text.toString())
            rig.kill()
            assertEquals("the core has them", "3201 5", field(rig).text.toString())
        }
}
