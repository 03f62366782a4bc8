package org.payung.app

import org.junit.Assert.assertEquals
import org.junit.Test
import org.payung.app.screen.Grouping
import org.payung.app.screen.sentences

class TypingTest {
    @Test
    fun `amounts are set apart from the right, and numbers from the left`() {
        assertEquals("1.500.000", Grouping.Thousands.group("1500000"))
        assertEquals("15", Grouping.Thousands.group("15"))
        assertEquals("", Grouping.Thousands.group(""))
        val fours = Grouping.of(listOf(4))
        assertEquals("3201 0155 0190 0001", fours.group("3201015501900001"))
        assertEquals("0812 3", fours.group("08123"))
        assertEquals("081", Grouping.of(listOf(2, 3)).group("081").replace(" ", ""))
    }

    @Test
    fun `setting apart what is set apart changes nothing, and words stay as they are`() {
        for (grouping in listOf(Grouping.Thousands, Grouping.of(listOf(4)), Grouping.of(listOf(2, 3)), Grouping.None)) {
            for (text in listOf("", "1", "1500000", "0812 0000 0001", "satu juta", "1,5 juta", "+62 812", "١٢٣")) {
                assertEquals(grouping.group(text), grouping.group(grouping.group(text)))
            }
            assertEquals("satu juta", grouping.group("satu juta"))
        }
    }

    @Test
    fun `a price does not end a sentence`() {
        assertEquals(listOf("Mulai Rp8.400 sebulan.", "Benar?", "Ya."), sentences("Mulai Rp8.400 sebulan. Benar? Ya."))
        assertEquals(emptyList<String>(), sentences(""))
    }
}
