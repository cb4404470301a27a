using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using SystemFlow.Testing;

namespace SystemFlow.Web.Tests.Deploy;

/// <summary>
/// Debian's nginx with the configuration that ships, on free ports of this machine: only its addresses, its certificate and its folders are
/// others.
/// </summary>
internal sealed class NginxServer : IAsyncDisposable
{
    private const string Program = "/usr/sbin/nginx";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("nginx-");
    private readonly int _port;
    private readonly int _plainPort;
    private readonly int _upPort;
    private byte[] _certificate = [];
    private Process? _process;

    public NginxServer() => (_port, _plainPort, _upPort) = Ports.Free(3) is [var tls, var plain, var up] ? (tls, plain, up) : default;

    /// <summary>Why it cannot be run on this machine; null when it can.</summary>
    public static string? Missing => File.Exists(Program) ? null : "There is no nginx to test with: apt-get install nginx-light (Debian's; ./test does so where it may).";

    /// <summary>Where it answers by TLS.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"https://127.0.0.1:{_port}"));

    /// <summary>Where it answers without.</summary>
    public Uri PlainAddress => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_plainPort}"));

    /// <summary>What it wrote about requests so far.</summary>
    public string Log => File.ReadAllText(Path.Combine(_folder.FullName, "access.log"));

    /// <summary>Starts it before these ports of this machine, three of them.</summary>
    public async Task StartAsync(IReadOnlyList<int> nodes, CancellationToken cancellationToken)
    {
        WriteCertificate();
        var config = Path.Combine(_folder.FullName, "nginx.conf");
        await File.WriteAllTextAsync(config, Config(nodes), cancellationToken);
        var user = Environment.IsPrivilegedProcess ? "user root;" : "";
        _process = Process.Start(new ProcessStartInfo(Program, ["-p", _folder.FullName, "-c", config, "-g", $"daemon off; pid {_folder.FullName}/pid; {user}"])
        {
            RedirectStandardError = true,
        })!;
        var wrong = _process.StandardError.ReadToEndAsync(CancellationToken.None);
        var began = TimeProvider.System.GetTimestamp();
        while (!await ListensAsync(cancellationToken))
        {
            if (_process.HasExited) throw new InvalidOperationException($"nginx ended: {await wrong}");
            if (TimeProvider.System.GetElapsedTime(began) > LongestStart) throw new TimeoutException("nginx did not listen.");
            await Task.Delay(BetweenLooks, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>A visitor with cookies of their own, who takes the certificate of the test.</summary>
    /// <param name="from">The address of this machine that they come from.</param>
    public HttpClient Visitor(CookieContainer? cookies = null, string from = "127.0.0.1") => new(new SocketsHttpHandler
    {
        CookieContainer = cookies ?? new CookieContainer(),
        AllowAutoRedirect = false,
        SslOptions = { RemoteCertificateValidationCallback = IsOurs },
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    {
        BaseAddress = Address,
    };

    /// <summary>Takes the certificate that was made for this test, and no other.</summary>
    public bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors problems) =>
        certificate?.GetRawCertData().AsSpan().SequenceEqual(_certificate) is true;

    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private string Config(IReadOnlyList<int> nodes)
    {
        var text = DeployFiles.Read("nginx.conf");
        for (var node = 1; node <= nodes.Count; node++) Put($"server node{node}:5080 ", $"server 127.0.0.1:{nodes[node - 1]} ");
        Put("listen 443 ssl;", $"listen 127.0.0.1:{_port} ssl;");
        Put("listen 80;", $"listen 127.0.0.1:{_plainPort};");
        Put("listen 127.0.0.1:8081;", $"listen 127.0.0.1:{_upPort};");
        Put("/var/log/nginx/", $"{_folder.FullName}/");
        Put("/etc/systemflow/", $"{_folder.FullName}/");
        string[] kinds = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
        Put("http {\n", $"http {{\n{string.Concat(kinds.Select(kind => $"{kind}_temp_path {_folder.FullName}/{kind};\n"))}");
        return text;

        void Put(string from, string to)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            text = text.Replace(from, to, StringComparison.Ordinal);
        }
    }

    private void WriteCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        _certificate = certificate.RawData;
        File.WriteAllText(Path.Combine(_folder.FullName, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder.FullName, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, _port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
