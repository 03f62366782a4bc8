import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;

/**
 * One picture of many: java Sheet.java [--small] OUT.png WIDTH COLUMNS PICTURE… Each is drawn WIDTH wide with its name below. A small one
 * has 256 colours, for a file that is kept.
 */
class Sheet {
    public static void main(String[] given) throws Exception {
        boolean isSmall = given[0].equals("--small");
        String[] args = isSmall ? Arrays.copyOfRange(given, 1, given.length) : given;
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
            String name = new File(path).getName().replaceFirst("\\.png$", "");
            names.add(isSmall ? name.replaceFirst("^\\d+-", "").replaceFirst("-(day|night)$", "") : name);
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
        ImageIO.write(isSmall ? few(sheet) : sheet, "png", new File(args[0]));
    }

    /** The same in the 256 colours that it has most of; every other one becomes the nearest of them. */
    private static BufferedImage few(BufferedImage picture) {
        Map<Integer, Integer> counts = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) counts.merge(picture.getRGB(x, y), 1, Integer::sum);
        }
        List<Integer> kept = new ArrayList<>();
        List<Map.Entry<Integer, Integer>> most = new ArrayList<>(counts.entrySet());
        most.sort(Map.Entry.<Integer, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()));
        for (Map.Entry<Integer, Integer> one : most) {
            // Near ones look the same: room is kept for colours of which there is little.
            if (kept.size() < 256 && kept.stream().allMatch(other -> apart(other, one.getKey()) > 48)) kept.add(one.getKey());
        }
        int[] colours = kept.stream().mapToInt(Integer::intValue).toArray();
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage few = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> nearest = new HashMap<>();
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int at = nearest.computeIfAbsent(picture.getRGB(x, y), colour -> nearest(colours, colour));
                few.getRaster().setSample(x, y, 0, at);
            }
        }
        return few;
    }

    private static int nearest(int[] colours, int colour) {
        int best = 0;
        for (int index = 1; index < colours.length; index++) {
            if (apart(colours[index], colour) < apart(colours[best], colour)) best = index;
        }
        return best;
    }

    /** How far two colours are from each other, squared. */
    private static int apart(int one, int other) {
        int sum = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            int by = (one >> shift & 255) - (other >> shift & 255);
            sum += by * by;
        }
        return sum;
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
