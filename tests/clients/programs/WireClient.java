import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Shakes hands as often as each line of its input says, and prints a line for each: thumbprint and resumed, or why not. */
public class WireClient {
    private static final TrustManager ANYBODY = new X509TrustManager() {
        public void checkClientTrusted(X509Certificate[] chain, String kind) {}

        public void checkServerTrusted(X509Certificate[] chain, String kind) {}

        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    };

    public static void main(String[] words) throws Exception {
        int port = Integer.parseInt(words[0]);
        // A context resumes what its cache has, which is one session for each host whatever its version.
        SSLContext[] contexts = {SSLContext.getInstance("TLS"), SSLContext.getInstance("TLS")};
        for (SSLContext context : contexts) {
            context.init(null, new TrustManager[] {ANYBODY}, new SecureRandom());
        }
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        String line;
        while ((line = input.readLine()) != null) {
            int count = Integer.parseInt(line);
            for (int number = 0; number < count; number++) {
                String version = number % 2 == 0 ? "TLSv1.2" : "TLSv1.3";
                try {
                    System.out.println(meet(contexts[number % 2], port, words[1], version));
                } catch (Exception error) {
                    System.out.println("failed " + String.valueOf(error).replace('\n', ' '));
                }
            }
            System.out.flush();
        }
    }

    private static String meet(SSLContext context, int port, String host, String version) throws Exception {
        long before = System.currentTimeMillis();
        try (Socket plain = new Socket("127.0.0.1", port);
                SSLSocket secure = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
            SSLParameters wanted = secure.getSSLParameters();
            wanted.setServerNames(List.of(new SNIHostName(host)));
            wanted.setProtocols(new String[] {version});
            secure.setSSLParameters(wanted);
            secure.setSoTimeout(20000);
            secure.startHandshake();
            SSLSession session = secure.getSession();
            secure.getOutputStream().write(("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").getBytes());
            secure.getInputStream().readAllBytes();
            byte[] shown = session.getPeerCertificates()[0].getEncoded();
            String thumbprint = HexFormat.of().withUpperCase().formatHex(MessageDigest.getInstance("SHA-1").digest(shown));
            return thumbprint + (session.getCreationTime() < before ? " resumed" : " new");
        }
    }
}
