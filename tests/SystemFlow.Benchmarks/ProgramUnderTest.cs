using System.Diagnostics;

namespace SystemFlow.Benchmarks;

/// <summary>The real program, on a free port and an empty folder.</summary>
internal sealed class ProgramUnderTest(Process process, Uri address, string folder) : IDisposable
{
    /// <summary>Where it listens.</summary>
    public Uri Address => address;

    /// <summary>What it holds of the machine's memory now.</summary>
    public long ResidentBytes
    {
        get
        {
            process.Refresh();
            return process.WorkingSet64;
        }
    }

    /// <summary>What it has used of the processors so far, all threads together.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    /// <summary>What lies in its folder now, in bytes.</summary>
    public long BytesOnDisk => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>Starts it with a feed's key; its folder may be filled first.</summary>
    public static async Task<ProgramUnderTest> StartAsync(string key, Func<string, Task>? prepare = null, string[]? arguments = null)
    {
        var folder = Directory.CreateTempSubdirectory("systemflow-bench-").FullName;
        if (prepare is not null) await prepare(folder);
        var start = new ProcessStartInfo("dotnet", [
            Path.Combine(AppContext.BaseDirectory, "SystemFlow.Web.dll"),
            "--no-simulator", "--Feeds:MessagesPerMinute=10000000", "--urls", "http://127.0.0.1:0", "--Data:Directory", folder, .. arguments ?? []])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["SYSTEMFLOW_FEED_KEY"] = key;
        var process = Process.Start(start) ?? throw new InvalidOperationException("dotnet could not be started.");
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (!line.Contains("Now listening on:", StringComparison.Ordinal)) continue;
            _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
            return new ProgramUnderTest(process, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()), folder);
        }

        throw new InvalidOperationException($"The program ended at its start with {process.ExitCode}.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        process.Kill();
        process.WaitForExit();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }
}
