package org.payung.core

import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertThrows
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

class LookupTest {
    @get:Rule
    val folder = TemporaryFolder()

    @Test
    fun `a record's toString shows no answer`() =
        Shell(folder.root).use { shell ->
            val draft = shell.drafts.start("bpu").draft
            val view = shell.drafts.answer(draft, "name", Secret("CONTOH RAHASIA"))
            val shown = shell.drafts.show(draft, "name")
            assertEquals("CONTOH RAHASIA", shown.step.typed.reveal())
            for (record in listOf<Any>(view, shown, shell.payung.home(), shell.lookup.nik(Secret(Sample.NIK)))) {
                assertFalse(record::class.simpleName, "RAHASIA" in record.toString())
                assertFalse(record::class.simpleName, Sample.NIK in record.toString())
            }
        }

    @Test
    fun `a wrong answer stays on its screen with its problem in words`() =
        Shell(folder.root).use { shell ->
            val draft = shell.drafts.start("bpu").draft
            val view = shell.drafts.answer(draft, "nik", Secret("123"))
            assertEquals("nik", view.step.id)
            assertTrue(view.step.problems.isNotEmpty())
        }

    @Test
    fun `what was typed is there after the app was closed`() {
        val keeper = MemoryKeeper()
        val draft =
            Shell(folder.root, keeper = keeper).use { shell ->
                val view = shell.drafts.start("bpu")
                shell.drafts.edit(view.draft, view.step.id, Secret("nev"), view.seq)
                view
            }
        Shell(folder.root, keeper = keeper).use { shell ->
            assertEquals(
                "nev",
                shell.drafts
                    .show(draft.draft, draft.step.id)
                    .step.typed
                    .reveal(),
            )
        }
    }

    @Test
    fun `an unknown draft arrives as a typed exception with words`() {
        Shell(folder.root).use { shell ->
            val problem =
                assertThrows(PayungException.NotPossible::class.java) {
                    shell.drafts.resume("00000000-0000-7000-8000-000000000000")
                }
            assertTrue(problem.words.isNotBlank())
        }
    }

    @Test
    fun `a broken trust file arrives as a typed exception with its place`() {
        val problem =
            assertThrows(PayungException.Configuration::class.java) { Shell(folder.root, trust = "{}").close() }
        assertTrue(problem.words.isNotBlank() && problem.place.isNotBlank())
    }

    @Test
    fun `a locked key lets the home be seen and nothing be begun`() {
        val keeper = MemoryKeeper()
        Shell(folder.root, keeper = keeper).use { it.drafts.start("bpu") }
        Shell(folder.root, keeper = LockedKeeper).use { shell ->
            assertEquals(KeyState.LOCKED_NOW, shell.payung.home().key)
            assertThrows(PayungException.KeyLocked::class.java) { shell.drafts.start("bpu") }
        }
    }

    @Test
    fun `the clock that is handed in is the clock that is used`() {
        val noon = 1_795_399_200_000
        val clock =
            object : Clock {
                override fun nowMillis() = noon
            }
        Shell(folder.root, clock = clock).use { shell ->
            shell.drafts.start("bpu")
            assertEquals(
                listOf(noon),
                shell.payung
                    .home()
                    .drafts
                    .map { it.startedAtMillis },
            )
        }
    }
}
