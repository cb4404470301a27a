using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;

namespace SystemFlow.Operations.Accounts;

/// <summary>
/// Identity's store, which keeps the key of an authenticator encrypted and of recovery codes only hashes: Identity's own
/// would lie readable in every copy of the database.
/// </summary>
internal sealed class AccountStore(AccountContext context, IDataProtectionProvider protection) : UserOnlyStore<AccountRow, AccountContext>(context)
{
    private readonly IDataProtector _protector = protection.CreateProtector("SystemFlow.Accounts.Tokens");

    public override Task SetTokenAsync(AccountRow user, string loginProvider, string name, string? value, CancellationToken cancellationToken) =>
        base.SetTokenAsync(user, loginProvider, name, value is null ? null : _protector.Protect(value), cancellationToken);

    public override async Task<string?> GetTokenAsync(AccountRow user, string loginProvider, string name, CancellationToken cancellationToken)
    {
        var kept = await base.GetTokenAsync(user, loginProvider, name, cancellationToken);
        try
        {
            return kept is null ? null : _protector.Unprotect(kept);
        }
        catch (CryptographicException)
        {
            return null; // The key ring was lost: the second factor is no more, and no code is right.
        }
    }

    public override Task ReplaceCodesAsync(AccountRow user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        base.ReplaceCodesAsync(user, recoveryCodes.Select(HashOf), cancellationToken);

    public override async Task<bool> RedeemCodeAsync(AccountRow user, string code, CancellationToken cancellationToken)
    {
        var codes = await GetTokenAsync(user, "[AspNetUserStore]", "RecoveryCodes", cancellationToken) ?? "";
        var left = codes.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var hash = HashOf(code);
        if (!left.Contains(hash)) return false;
        await base.ReplaceCodesAsync(user, left.Where(kept => kept != hash), cancellationToken);
        return true;
    }

    private static string HashOf(string code) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(code)));
}
