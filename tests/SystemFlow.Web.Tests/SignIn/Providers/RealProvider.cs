using System.Diagnostics;
using System.Net;
using System.Text.Json;

namespace SystemFlow.Web.Tests.SignIn.Providers;

/// <summary>A real OpenID provider (oidc-provider, provider.mjs) as a process of its own; with it goes the browser's part of a visit there.</summary>
internal sealed class RealProvider : IDisposable
{
    public const string ClientId = "systemflow";
    public const string ClientSecret = "a-client-secret-for-tests-of-sign-in";

    private static readonly string Script = typeof(RealProvider).Assembly.GetCustomAttributes(typeof(System.Reflection.AssemblyMetadataAttribute), false)
        .Cast<System.Reflection.AssemblyMetadataAttribute>().Single(data => data.Key == "ProviderScript").Value!;

    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(60);

    private HttpClient _browser = NewBrowser();
    private Process _process;

    private RealProvider(Process process, Uri issuer) => (_process, Issuer) = (process, issuer);

    public Uri Issuer { get; }

    /// <summary>The settings of a system that knows it.</summary>
    public Dictionary<string, string> Settings => SettingsOf(Issuer);

    private static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static Dictionary<string, string> SettingsOf(Uri issuer) => new()
    {
        ["SignIn:Provider:Name"] = "NHS CIS2",
        ["SignIn:Provider:Authority"] = issuer.ToString().TrimEnd('/'),
        ["SignIn:Provider:ClientId"] = ClientId,
        ["SignIn:Provider:ClientSecret"] = ClientSecret,
    };

    /// <summary>Starts it on a free port; without Node.js the test is skipped.</summary>
    public static async Task<RealProvider> StartAsync()
    {
        var (process, issuer) = await RunAsync(port: 0);
        return new RealProvider(process, issuer);
    }

    /// <summary>Ends it and starts it on the same port: with other signing keys.</summary>
    public async Task StartAgainAsync()
    {
        Stop();
        (_process, _) = await RunAsync(Issuer.Port);
    }

    /// <summary>Ends it.</summary>
    public void Stop()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Goes where our redirect leads, signs in there, and answers where the provider sends the browser back to.</summary>
    public async Task<string> VisitAsync(string address, SomebodyThere person)
    {
        var form = await FollowAsync(await _browser.GetAsync(address, Cancelled));
        if (form.Authority != Issuer.Authority) return form.ToString(); // It knew this browser.
        var posted = await _browser.PostAsync(form, new FormUrlEncodedContent(person.Fields), Cancelled);
        return (await FollowAsync(posted)).ToString();
    }

    /// <summary>Begins with another browser: at the provider, nobody is signed in there.</summary>
    public void Forget()
    {
        _browser.Dispose();
        _browser = NewBrowser();
    }

    public void Dispose()
    {
        Stop();
        _process.Dispose();
        _browser.Dispose();
    }

    private static HttpClient NewBrowser() => new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    // Until it shows a page of its own, or leaves for another host.
    private async Task<Uri> FollowAsync(HttpResponseMessage answer)
    {
        using var first = answer;
        var at = answer.RequestMessage!.RequestUri!;
        if (answer.Headers.Location is not { } to)
        {
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancelled));
            return at;
        }

        var next = new Uri(at, to);
        return next.Authority == Issuer.Authority ? await FollowAsync(await _browser.GetAsync(next, Cancelled)) : next;
    }

    private static async Task<(Process Process, Uri Issuer)> RunAsync(int port)
    {
        var settings = JsonSerializer.Serialize(new
        {
            port,
            clientId = ClientId,
            clientSecret = ClientSecret,
            redirectUri = "http://localhost/sign-in/provider/back",
            afterSignOut = "http://localhost/sign-in/provider/out",
        });
        var process = Started(new ProcessStartInfo("node", [Script, settings])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        });
        var errors = process.StandardError.ReadToEndAsync(Cancelled);
        try
        {
            return (process, await ListeningAsync(process).WaitAsync(StartsWithin, Cancelled) ?? throw new InvalidOperationException($"The provider ended at its start. {await errors}"));
        }
        catch
        {
            process.Kill();
            await process.WaitForExitAsync(Cancelled);
            process.Dispose();
            throw;
        }
    }

    private static async Task<Uri?> ListeningAsync(Process process)
    {
        while (await process.StandardOutput.ReadLineAsync(Cancelled) is { } line)
        {
            if (line.StartsWith("Listening on ", StringComparison.Ordinal)) return new Uri(line["Listening on ".Length..]);
        }

        return null;
    }

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            Assert.Skip("Node.js is not here: the OpenID provider of these tests runs on it.");
            throw;
        }
    }
}

/// <summary>Somebody who signs in at the provider, and what it says of them.</summary>
internal sealed record SomebodyThere(string Subject, string? Email)
{
    public bool IsVerified { get; init; } = true;

    public string? Acr { get; init; }

    public bool Cancels { get; init; }

    /// <summary>What is posted to its form.</summary>
    public Dictionary<string, string> Fields
    {
        get
        {
            var fields = new Dictionary<string, string> { ["sub"] = Subject, ["name"] = "Ann Other" };
            if (Email is not null) (fields["email"], fields["email_verified"]) = (Email, IsVerified ? "true" : "false");
            if (Acr is not null) fields["acr"] = Acr;
            if (Cancels) fields["cancels"] = "true";
            return fields;
        }
    }
}
