package org.payung.app

import android.app.Activity
import android.os.Bundle
import android.widget.LinearLayout
import android.widget.TextView

/** The one activity. */
class MainActivity : Activity() {
    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        val page = LinearLayout(this).apply { orientation = LinearLayout.VERTICAL }
        setContentView(page)
        (application as PayungApp).core.ask({ drafts.start("bpu") }) { result ->
            val text = result.map { it.step.title }.getOrElse { it.toString() }
            page.addView(TextView(this).apply { this.text = text })
        }
    }
}
