using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;
using SystemFlow.Operations.Protection;
using SystemFlow.Operations.Tests.Storage;
using SystemFlow.Web.Hosting;

namespace SystemFlow.Web.Tests.Hosting;

/// <summary>What one node of a cluster protects, another reads; one node alone keeps its keys in its folder.</summary>
public sealed class KeyRingTests(Postgres postgres) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("systemflow-keys-");

    [Fact]
    public async Task Cookie_OfOneNode_IsReadByAnother_AndByOneThatStartsLater()
    {
        var database = await postgres.NewDatabaseAsync(TestContext.Current.CancellationToken);
        await using var first = Node(database);
        await using var second = Node(database);
        var cookie = Protector(first).Protect("who it is");

        await using var later = Node(database);

        Assert.Equal("who it is", Protector(second).Unprotect(cookie));
        Assert.Equal("who it is", Protector(later).Unprotect(cookie));
        Assert.Empty(_folder.GetFileSystemInfos());
    }

    [Fact]
    public async Task Nodes_ThatStartTogether_HaveOneKeyBetweenThem()
    {
        var database = await postgres.NewDatabaseAsync(TestContext.Current.CancellationToken);
        List<WebApplication> nodes = [Node(database), Node(database), Node(database)];

        var cookies = await Task.WhenAll(nodes.Select(node => Task.Run(() => Protector(node).Protect("who it is"), TestContext.Current.CancellationToken)));

        Assert.Single(nodes[0].Services.GetRequiredService<ProtectionKeys>().All);
        Assert.All(nodes, node => Assert.All(cookies, cookie => Assert.Equal("who it is", Protector(node).Unprotect(cookie))));
        foreach (var node in nodes) await node.DisposeAsync();
    }

    [Fact]
    public async Task Revocation_IsTakenHoweverSoonAfterAKey()
    {
        await using var node = Node(await postgres.NewDatabaseAsync(TestContext.Current.CancellationToken));
        var cookie = Protector(node).Protect("who it is");

        node.Services.GetRequiredService<IKeyManager>().RevokeAllKeys(TimeProvider.System.GetUtcNow().AddMinutes(1), "A test");

        Assert.Equal(2, node.Services.GetRequiredService<ProtectionKeys>().All.Count);
        await using var other = Node(null);
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => Protector(other).Unprotect(cookie));
    }

    [Fact]
    public async Task NodeAlone_KeepsItsKeysInItsFolder_AndHasNoOthers()
    {
        await using var node = Node(null);

        Protector(node).Protect("who it is");

        Assert.Single(_folder.GetDirectories("keys").Single().GetFiles("key-*.xml"));
        Assert.Null(node.Services.GetService<ProtectionKeys>());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private WebApplication Node(string? database)
    {
        var builder = WebApplication.CreateBuilder([$"--Data:Directory={_folder.FullName}", $"--Operations:ConnectionString={database}"]);
        builder.AddKeyRing();
        return builder.Build();
    }

    private static IDataProtector Protector(WebApplication node) => node.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("a cookie");
}
