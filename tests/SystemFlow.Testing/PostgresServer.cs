using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;

namespace SystemFlow.Testing;

/// <summary>
/// Debian's PostgreSQL, in a folder of its own, on a free port of this machine alone. It can be killed, and started again on what it left.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string User = "flow";
    private const string Runner = "/usr/sbin/runuser";

    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postgres-");
    private readonly string _password = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private readonly int _port = Ports.Free();
    private bool _isMade;
    private bool _isRunning;
    private int _databases;

    /// <summary>Why it cannot be started on this machine; null when it can.</summary>
    public static string? Missing =>
        Programs is null ? "There is no PostgreSQL to test with: apt-get install postgresql (Debian's; ./test does so where it may)."
        : Environment.IsPrivilegedProcess && !File.Exists(Runner) ? $"PostgreSQL does not run as root, and there is no {Runner} to run it as somebody else."
        : null;

    /// <summary>Where its own database <c>postgres</c> is. Tests take one of their own: <see cref="NewDatabaseAsync"/>.</summary>
    public string ConnectionString => To("postgres");

    private string Data => Path.Combine(_folder.FullName, "data");

    private static string? Programs => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
            .Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max(StringComparer.Ordinal)
        : null;

    /// <summary>Starts it, and waits until it answers.</summary>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!_isMade) await MakeAsync(cancellationToken);
        await RunAsync("pg_ctl", ["-D", Data, "-w", "-t", $"{LongestStart.TotalSeconds:0}", "-l", Path.Combine(_folder.FullName, "log"), "start"], cancellationToken);
        _isRunning = true;
    }

    /// <summary>Ends it at once, with every connection: as kill -9 of all of it. What it had on disk is there when it is started again.</summary>
    public void Kill()
    {
        if (!_isRunning) return;
        _isRunning = false;
        using var stop = Process.Start(Of("pg_ctl", ["-D", Data, "-m", "immediate", "-w", "stop"]))!;
        stop.WaitForExit();
    }

    /// <summary>A fresh, empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> NewDatabaseAsync(CancellationToken cancellationToken)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"flow_{Interlocked.Increment(ref _databases)}");
        await RunAsync("createdb", ["-h", "127.0.0.1", "-p", $"{_port}", "-U", User, name], cancellationToken);
        return To(name);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private string To(string database) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username={User};Password={_password};Database={database};Include Error Detail=true");

    private async Task MakeAsync(CancellationToken cancellationToken)
    {
        var secret = Path.Combine(_folder.FullName, "secret");
        await File.WriteAllTextAsync(secret, _password, cancellationToken);
        if (Environment.IsPrivilegedProcess) await RunAsync("/bin/chown", ["-R", "postgres", _folder.FullName], cancellationToken);
        await RunAsync(
            "initdb", ["-D", Data, "-U", User, $"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"], cancellationToken);
        // It is on loopback alone. What it says is committed need not survive the machine here: it must survive the server.
        await File.AppendAllTextAsync(
            Path.Combine(Data, "postgresql.conf"),
            $"""

            listen_addresses = '127.0.0.1'
            port = {_port}
            unix_socket_directories = ''
            max_connections = 200
            fsync = off

            """,
            cancellationToken);
        _isMade = true;
    }

    private async Task RunAsync(string program, string[] arguments, CancellationToken cancellationToken)
    {
        using var process = Process.Start(Of(program, arguments))!;
        var said = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var wrong = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode == 0) return;
        throw new InvalidOperationException($"{program} ended with {process.ExitCode}. {await said}{await wrong}");
    }

    // Its own programs run as its own user, since it refuses to be root's.
    private ProcessStartInfo Of(string program, string[] arguments)
    {
        var isOwn = program[0] != '/';
        var file = isOwn ? Path.Combine(Programs!, program) : program;
        var isLent = isOwn && Environment.IsPrivilegedProcess;
        var start = new ProcessStartInfo(isLent ? Runner : file, isLent ? ["-u", "postgres", "--", file, .. arguments] : arguments)
        {
            WorkingDirectory = _folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PGPASSWORD"] = _password;
        start.Environment.Remove("PGDATA");
        return start;
    }
}
