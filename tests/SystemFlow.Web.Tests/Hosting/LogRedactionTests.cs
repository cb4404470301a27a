using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Audit;
using SystemFlow.Web.Tests.SignIn;

namespace SystemFlow.Web.Tests.Hosting;

/// <summary>Every logger speaks, and secrets and patients come through every door: none of them is in the log or the audit.</summary>
public sealed class LogRedactionTests : IDisposable
{
    private const string WrongKey = "planted-wrong-feed-key-of-32-characters";
    private const string WrongPassword = "planted wrong password";
    private const string Hook = "planted-webhook-secret-of-32-characters";
    private const string Token = "planted-token-of-a-link-somebody-was-sent";
    private const string Code = "planted-JBSWY3DPEHPK3PXP";
    private const string NhsNumber = "9434765919"; // Valid by modulus 11; a test number.
    private const string SpacedNumber = "943 476 5919";
    private const string Born = "14/02/1937";
    private const string Patient = "Plantagenet";

    private static readonly string[] Secrets =
    [
        FlowApp.Key, FlowApp.Password, WrongKey, WrongPassword, Hook, Token, Code, NhsNumber, SpacedNumber, Born, "1937-02-14", "19370214", Patient,
        Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{WrongKey}")), Uri.EscapeDataString(WrongPassword), WrongPassword.Replace(' ', '+'),
    ];

    private readonly FlowApp _app = new()
    {
        Settings = new()
        {
            ["Notices:WebhookSecret"] = Hook,
            ["Logging:LogLevel:Default"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
            ["Logging:LogLevel:Microsoft.AspNetCore.Routing.Matching"] = "Trace",
        },
    };

    [Fact]
    public async Task Log_AtItsMostTalkative_HasNoSecretAndNoPatientInIt()
    {
        foreach (var key in (string[])[FlowApp.Key, WrongKey])
        {
            await SendAsync("/api/v1/observations", "application/json", "[]", http => http.Request.Headers["X-Api-Key"] = key);
            await SendAsync($"/write?p={key}&u=x&db=y", "text/plain", "beds.ga.occupied,place=RWH01 value=1i");
            await SendAsync("/api/v2/write", "text/plain", "beds", http => http.Request.Headers.Authorization = $"Token {key}");
            await SendAsync("/api/v2/write", "text/plain", "beds", http => http.Request.Headers.Authorization = $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"u:{key}"))}");
            await SendAsync("/api/v1/observations", "application/json", "[]", http => http.Request.Headers.Authorization = $"Bearer {key}");
        }

        foreach (var (type, body) in Bodies())
        {
            foreach (var path in (string[])["observations", "sitrep", "published", "adt", "line-protocol"])
            {
                await SendAsync($"/api/v1/{path}", type, body, http => http.Request.Headers["X-Api-Key"] = FlowApp.Key);
            }
        }

        foreach (var path in (string[])[
            $"/acknowledge/{Token}", $"/a/{Token}", $"/join/{Token}", $"/reset/{Token}", $"/wall/{Token}", $"/wall?token={Token}", $"/nowhere/{Token}", $"/sign-in?returnUrl=/x{Token}&code={Code}",
            $"/search?q={Uri.EscapeDataString($"{Patient} {SpacedNumber}")}", $"/api/v1/journal.csv?q={NhsNumber}+{Patient}", $"/css/{Token}.css", $"/api/v1/templates/{Token}.csv"])
        {
            await _app.RawAsync("GET", path, http =>
            {
                http.Request.Headers.Accept = "text/html";
                http.Request.Headers.Cookie = $"systemflow={Token}; other={Token}";
            });
        }

        using var visitor = new Visitor(_app);
        await visitor.SignInAsync(WrongPassword);
        await visitor.SignInAsync();
        await visitor.OpenAsync("/keys");

        foreach (var line in _app.Log.All)
        {
            foreach (var secret in Secrets) Assert.DoesNotContain(secret, line, StringComparison.OrdinalIgnoreCase);
        }

        var audit = await _app.Services.GetRequiredService<AuditLog>().ReadAsync(new AuditQuestion(), AuditLog.Most, TestContext.Current.CancellationToken);
        Assert.NotEmpty(audit);
        foreach (var line in audit)
        {
            foreach (var secret in Secrets) Assert.DoesNotContain(secret, line.ToString(), StringComparison.OrdinalIgnoreCase);
        }

        Assert.NotEmpty(_app.Log.All);
    }

    public void Dispose() => _app.Dispose();

    private static IEnumerable<(string Type, string Body)> Bodies() =>
    [
        ("application/json", $$"""[{"place":"RWH01","metric":"beds.ga.occupied","value":1,"periodEnd":"2026-11-25T09:00:00Z","comment":"{{Patient}} {{NhsNumber}}"}]"""),
        ("application/json", $$"""[{"place":"RWH01","nhsNumber":"{{SpacedNumber}}","name":"{{Patient}}","dob":"{{Born}}"}]"""),
        ("application/json", $$"""{"broken": "{{Patient}} {{NhsNumber}}" """),
        ("application/x-ndjson", $$"""{"place":"{{NhsNumber}}","metric":"{{Patient}}","value":1,"periodEnd":"2026-11-25T09:00:00Z"}"""),
        ("text/csv", $"place,metric,value,periodEnd,comment\r\nRWH01,beds.ga.occupied,1,2026-11-25T09:00:00Z,{Patient} {Born}\r\n"),
        ("text/csv", $"Patient,NHS Number,Date of birth\r\n{Patient},{NhsNumber},{Born}\r\n"),
        ("x-application/hl7-v2+er7", $"MSH|^~\\&|PAS|RWH|SF|ICS|20261125090000||ADT^A01|1|P|2.4\rPID|||{NhsNumber}^^^NHS||{Patient}^John||19370214|M\rPV1||I|WARD1\r"),
        ("text/plain", $"beds.ga.occupied,place=RWH01,patient={Patient} value=1i\nbeds,place={NhsNumber} value={NhsNumber}i"),
    ];

    private async Task SendAsync(string path, string type, string body, Action<HttpContext>? also = null) => await _app.RawAsync("POST", path, http =>
    {
        http.Request.ContentType = type;
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        also?.Invoke(http);
    });
}
