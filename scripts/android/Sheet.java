import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** One picture of many: java Sheet.java OUT.png WIDTH COLUMNS PICTURE… Each is drawn WIDTH wide with its name below. */
class Sheet {
    public static void main(String[] args) throws Exception {
        int wide = Integer.parseInt(args[1]);
        int columns = Integer.parseInt(args[2]);
        List<BufferedImage> pictures = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (String path : Arrays.asList(args).subList(3, args.length)) {
            BufferedImage read = ImageIO.read(new File(path));
            int high = read.getHeight() * wide / read.getWidth();
            BufferedImage small = new BufferedImage(wide, high, BufferedImage.TYPE_INT_RGB);
            Graphics2D to = small.createGraphics();
            to.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
            to.drawImage(half(read, wide), 0, 0, wide, high, null);
            to.dispose();
            pictures.add(small);
            names.add(new File(path).getName().replaceFirst("\\.png$", ""));
        }
        int gap = 16;
        int label = 20;
        int rows = (pictures.size() + columns - 1) / columns;
        int[] tall = new int[rows];
        for (int index = 0; index < pictures.size(); index++) {
            tall[index / columns] = Math.max(tall[index / columns], pictures.get(index).getHeight() + label + gap);
        }
        int height = gap + Arrays.stream(tall).sum();
        BufferedImage sheet = new BufferedImage(gap + columns * (wide + gap), height, BufferedImage.TYPE_INT_RGB);
        Graphics2D on = sheet.createGraphics();
        on.setColor(new Color(0xd9d4c8));
        on.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        on.setColor(Color.DARK_GRAY);
        on.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        on.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        int y = gap;
        for (int index = 0; index < pictures.size(); index++) {
            int x = gap + index % columns * (wide + gap);
            BufferedImage picture = pictures.get(index);
            on.drawImage(picture, x, y, null);
            on.drawString(names.get(index), x, y + picture.getHeight() + 14);
            if (index % columns == columns - 1) y += tall[index / columns];
        }
        on.dispose();
        ImageIO.write(sheet, "png", new File(args[0]));
    }

    /** Halves a picture as long as it stays wide enough: a single step to a fifth would drop lines. */
    private static BufferedImage half(BufferedImage picture, int wide) {
        BufferedImage last = picture;
        while (last.getWidth() >= wide * 2) {
            BufferedImage next = new BufferedImage(last.getWidth() / 2, last.getHeight() / 2, BufferedImage.TYPE_INT_RGB);
            Graphics2D to = next.createGraphics();
            to.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            to.drawImage(last, 0, 0, next.getWidth(), next.getHeight(), null);
            to.dispose();
            last = next;
        }
        return last;
    }
}
