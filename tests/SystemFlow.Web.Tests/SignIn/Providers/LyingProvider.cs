using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace SystemFlow.Web.Tests.SignIn.Providers;

/// <summary>An OpenID provider that answers with whatever ID token a test wants: one that no honest one would give.</summary>
internal sealed class LyingProvider : IAsyncDisposable
{
    private readonly RSA _key = RSA.Create(2048);
    private readonly RSA _otherKey = RSA.Create(2048);
    private readonly WebApplication _app;
    private string? _token;
    private string _subjectOfUserInfo = "ann";

    private LyingProvider(WebApplication app) => _app = app;

    public Uri Issuer => new(_app.Urls.Single());

    public static async Task<LyingProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var liar = new LyingProvider(app);
        app.MapGet("/.well-known/openid-configuration", liar.Discovery);
        app.MapGet("/keys", liar.Keys);
        app.MapPost("/token", () => Results.Json(new { access_token = "an-access-token", token_type = "Bearer", expires_in = 60, id_token = liar._token }));
        app.MapGet("/userinfo", () => Results.Json(new { sub = liar._subjectOfUserInfo }));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return liar;
    }

    /// <summary>What it will answer for the next code: an honest token with the nonce that was asked for, changed by a lie.</summary>
    public void Say(string nonce, string? lie = null)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var claims = new Dictionary<string, object>
        {
            ["iss"] = Issuer.ToString().TrimEnd('/'),
            ["aud"] = RealProvider.ClientId,
            ["sub"] = "ann",
            ["nonce"] = nonce,
            ["iat"] = now,
            ["exp"] = now + 300,
            ["email"] = ProviderTests.Email,
            ["email_verified"] = true,
            ["name"] = "Ann Other",
        };
        switch (lie)
        {
            case "another audience": claims["aud"] = "another-system"; break;
            case "another issuer": claims["iss"] = "https://example.org"; break;
            case "expired": (claims["iat"], claims["exp"]) = (now - 900, now - 300); break;
            case "not yet valid": claims["nbf"] = now + 300; break;
            case "another nonce": claims["nonce"] = "of-another-browser"; break;
            case "no nonce": claims.Remove("nonce"); break;
            case "a hash of another access token": claims["at_hash"] = Base64Url(SHA256.HashData("another"u8).AsSpan(0, 16)); break;
            case "no subject": claims.Remove("sub"); break;
        }

        _subjectOfUserInfo = lie is "user info of another person" ? "bob" : "ann";
        _token = Signed(claims, lie);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
        _otherKey.Dispose();
    }

    private string Signed(Dictionary<string, object> claims, string? lie)
    {
        var algorithm = lie switch { "unsigned" => "none", "signed with the client's secret" => "HS256", _ => "RS256" };
        var head = Base64Url(JsonSerializer.SerializeToUtf8Bytes(new { alg = algorithm, kid = "one", typ = "JWT" }));
        var text = $"{head}.{Base64Url(JsonSerializer.SerializeToUtf8Bytes(claims))}";
        var bytes = Encoding.ASCII.GetBytes(text);
        var signature = lie switch
        {
            "unsigned" or "signature left out" => [],
            "signed with the client's secret" => HMACSHA256.HashData(Encoding.ASCII.GetBytes(RealProvider.ClientSecret), bytes),
            "signed with another key" => _otherKey.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            _ => _key.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
        };
        return $"{text}.{Base64Url(signature)}";
    }

    private IResult Discovery()
    {
        var at = Issuer.ToString().TrimEnd('/');
        return Results.Json(new
        {
            issuer = at,
            authorization_endpoint = $"{at}/authorize",
            token_endpoint = $"{at}/token",
            userinfo_endpoint = $"{at}/userinfo",
            jwks_uri = $"{at}/keys",
            response_types_supported = (string[])["code"],
            subject_types_supported = (string[])["public"],
            id_token_signing_alg_values_supported = (string[])["RS256"],
        });
    }

    private IResult Keys()
    {
        var key = _key.ExportParameters(includePrivateParameters: false);
        return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = "one", n = Base64Url(key.Modulus!), e = Base64Url(key.Exponent!) } } });
    }

    private static string Base64Url(ReadOnlySpan<byte> bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
}
