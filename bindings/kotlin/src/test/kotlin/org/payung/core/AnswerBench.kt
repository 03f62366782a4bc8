package org.payung.core

import java.io.File

private const val WARM_UP = 200
private const val MEASURED = 600

/**
 * Times `answer()` as Kotlin sees it: through JNA, durable, the whole next view decoded. One argument: an empty folder.
 * Prints one line of JSON; the bench reads `median_micros`.
 */
fun main(args: Array<String>) {
    Shell(File(args.single())).use { shell ->
        val draft = shell.drafts.start("bpu").draft
        for (question in listOf("start", "ever_member", "age", "employer", "payer", "occupation", "income_per")) {
            shell.drafts.answer(draft, question, Secret(Sample.answers.getValue(question)))
        }
        // Two incomes that ask the same next question.
        val incomes = listOf(Secret("1500000"), Secret("1600000"))
        val micros =
            List(WARM_UP + MEASURED) { round ->
                val began = System.nanoTime()
                shell.drafts.answer(draft, "income", incomes[round % 2])
                (System.nanoTime() - began) / 1000.0
            }.drop(WARM_UP).sorted()
        println("""{"calls": $MEASURED, "median_micros": ${micros[MEASURED / 2]}, "p90_micros": ${micros[MEASURED * 9 / 10]}}""")
    }
}
