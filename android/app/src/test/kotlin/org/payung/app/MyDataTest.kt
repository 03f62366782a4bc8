package org.payung.app

import android.os.Build
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.payung.app.core.Session
import org.payung.app.screen.MyDataModel
import org.payung.app.screen.kilobytes
import org.payung.core.Office
import org.payung.core.Sample
import org.payung.core.ScreenKind
import org.payung.core.Secret
import org.robolectric.RobolectricTestRunner
import org.robolectric.annotation.Config

/** What of whom is on this phone, for somebody who helps many. */
@RunWith(RobolectricTestRunner::class)
@Config(sdk = [Build.VERSION_CODES.UPSIDE_DOWN_CAKE], qualifiers = "in-w360dp-h720dp-xhdpi")
class MyDataTest : OnPhone() {
    private fun Session.register(number: Int) {
        var view = drafts.start("bpu")
        val answers = Sample.answers + ("nik" to "320101550190%04d".format(number))
        repeat(answers.size * 2) {
            if (view.step.kind != ScreenKind.QUESTION) return@repeat
            view = drafts.answer(view.draft, view.step.id, Secret(answers[view.step.id].orEmpty()))
        }
        registrations.ready(view.draft)
    }

    @Test
    fun `data that was used is that of all registrations, and not of the first page`() =
        Office(folder.newFolder("office")).use { office ->
            Rig(folder.newFolder("rig"), office.trust).use { rig ->
                rig.start()
                var failed: Throwable? = null
                rig.app.core.ask({ (1..MANY).forEach { register(it) } }) { failed = it.exceptionOrNull() }
                rig.settle()
                failed?.let { throw it }
                office.serve()
                rig.app.sync(now = true)
                rig.settle()
                var bytes = 0uL
                var first = 0uL
                rig.app.core.ask({
                    val page = registrations.page(null)
                    assertTrue("there is another page", page.more)
                    first = page.registrations.sumOf { it.bytesSent }
                    val next = registrations.page(page.registrations.last().registration)
                    bytes = first + next.registrations.sumOf { it.bytesSent }
                }) { failed = it.exceptionOrNull() }
                rig.settle()
                failed?.let { throw it }
                assertTrue("$first of $bytes", kilobytes(first) != kilobytes(bytes))
                rig.activity.goFromHome(Route.MyData)
                rig.settle()
                val state = (rig.activity.front as MyDataModel).state
                assertEquals(MANY, state.registrations)
                assertEquals(bytes, state.bytesSent)
                rig.see(kilobytes(bytes))
                rig.see("$MANY")
            }
        }

    private companion object {
        /** More than the core lists at once. */
        const val MANY = 22
    }
}
