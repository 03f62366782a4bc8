import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/** What one would use instead of Payung's QR codes: each line of stdin laid out by ZXing and written as a PNG of one bit a pixel. */
public class Zxing {
    private static final int SCALE = 10;
    /** So long the JVM compiles what it runs often. */
    private static final int WARMING = 20;

    public static void main(String[] args) throws Exception {
        int rounds = Integer.parseInt(args[0]);
        ImageIO.setUseCache(false);
        List<String> texts = new BufferedReader(new InputStreamReader(System.in)).lines().toList();
        // As wide as ours: the quiet zone of four modules is in it.
        int width = laidOut(texts.get(0), 0).getWidth() * SCALE;
        for (int round = -WARMING; round < rounds; round++) {
            long bytes = 0, begin = System.nanoTime();
            for (String text : texts) bytes += png(laidOut(text, width));
            double micros = (System.nanoTime() - begin) / 1000.0 / texts.size();
            if (bytes < 500L * texts.size()) throw new IllegalStateException("pictures that are too small");
            if (round >= 0) System.out.println(micros);
        }
    }

    private static BitMatrix laidOut(String text, int width) throws Exception {
        return new QRCodeWriter().encode(text, BarcodeFormat.QR_CODE, width, width, Map.of(EncodeHintType.ERROR_CORRECTION, "M"));
    }

    private static int png(BitMatrix modules) throws Exception {
        BufferedImage picture = new BufferedImage(modules.getWidth(), modules.getHeight(), BufferedImage.TYPE_BYTE_BINARY);
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) picture.setRGB(x, y, modules.get(x, y) ? 0xff000000 : 0xffffffff);
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", file);
        return file.size();
    }
}
