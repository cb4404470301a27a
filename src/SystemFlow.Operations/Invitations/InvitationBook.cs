using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Dapper;
using SystemFlow.Domain.Access;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Invitations;

/// <summary>
/// Who was invited, beside the accounts. An invitation works once, for <see cref="Works"/>, for its own address. Only one for an address
/// is open at a time.
/// </summary>
public sealed class InvitationBook
{
    /// <summary>How long an invitation works.</summary>
    public static readonly TimeSpan Works = TimeSpan.FromDays(7);

    private const string Columns = """
        SELECT id AS Id, email AS Email, name AS Name, job AS Job, organisation AS Organisation, grants AS Grants, note AS Note, made_at AS MadeAt,
               made_by AS MadeBy, inviter AS Inviter, ends_at AS EndsAt, taken_at AS TakenAt, withdrawn_at AS WithdrawnAt, withdrawn_by AS WithdrawnBy
        FROM invitations
        """;

    private const string IsOpen = "taken_at IS NULL AND withdrawn_at IS NULL AND ends_at > @now";

    private const string News = "invitation";

    private readonly OperationsDatabase _database;
    private readonly TimeProvider _time;

    /// <summary>Beside the accounts.</summary>
    /// <param name="time">Real time, also while a replay runs.</param>
    public InvitationBook(AccountBook accounts, TimeProvider time)
    {
        (_database, _time) = (accounts.Database, time);
        _database.Heard += key =>
        {
            if (key is null or News) Changed?.Invoke(); // Nothing of them is held in memory.
        };
    }

    /// <summary>An invitation was made, sent anew, taken up or withdrawn, here or on another node.</summary>
    public event Action? Changed;

    /// <summary>Every invitation, the newest first.</summary>
    /// <exception cref="AccountException">It cannot be read.</exception>
    public ImmutableArray<Invitation> All => Read($"{Columns} ORDER BY id DESC", new { });

    /// <summary>One by its number; null for none.</summary>
    /// <exception cref="AccountException">It cannot be read.</exception>
    public Invitation? Find(long id) => Read($"{Columns} WHERE id = @id", new { id }).FirstOrDefault();

    /// <summary>The open one of a secret; null for a secret that is wrong, used, withdrawn or too old, all alike.</summary>
    /// <exception cref="AccountException">It cannot be read.</exception>
    public Invitation? FindOpen(string? secret) => string.IsNullOrEmpty(secret) || secret.Length > LongestSecret ? null
        : Read($"{Columns} WHERE hash = @hash AND {IsOpen}", new { hash = Secrets.HashOf(secret), now = Now }).FirstOrDefault();

    /// <summary>The open one for an address, in any case; null for none.</summary>
    /// <exception cref="AccountException">It cannot be read.</exception>
    public Invitation? FindOpenFor(string email) =>
        Read($"{Columns} WHERE lower(email) = lower(@email) AND {IsOpen}", new { email = email.Trim(), now = Now }).FirstOrDefault();

    /// <summary>Invites somebody, and answers the secret: the only time that it can be seen.</summary>
    /// <param name="by">Who invites: name and role.</param>
    /// <param name="inviter">Their account.</param>
    /// <exception cref="AccountException">The address has an open invitation, or it could not be recorded.</exception>
    public (long Id, string Secret) Issue(InvitationDraft draft, string by, string inviter)
    {
        var secret = Secrets.New();
        var id = Write(database =>
        {
            var now = Now;
            if (database.ExecuteScalar<long>($"SELECT count(*) FROM invitations WHERE lower(email) = lower(@email) AND {IsOpen}", new { email = draft.Email, now }) > 0)
            {
                throw new AccountException($"{draft.Email} has an open invitation already. Send that one anew, or withdraw it first.");
            }

            return database.ExecuteScalar<long>("""
                INSERT INTO invitations (email, name, job, organisation, grants, note, hash, made_at, made_by, inviter, ends_at)
                VALUES (@Email, @Name, @Job, @Organisation, @grants, @Note, @hash, @now, @by, @inviter, @ends) RETURNING id
                """,
                new
                {
                    draft.Email,
                    draft.Name,
                    draft.Job,
                    draft.Organisation,
                    grants = string.Join(',', draft.Grants),
                    draft.Note,
                    hash = Secrets.HashOf(secret),
                    now,
                    by,
                    inviter,
                    ends = Text(_time.GetUtcNow() + Works),
                });
        });
        return (id, secret);
    }

    /// <summary>Gives an invitation that was not taken up another secret and all its days again. The one before works no more.</summary>
    /// <exception cref="AccountException">It was taken up or withdrawn, or it could not be recorded.</exception>
    public string Renew(long id, string by, string inviter)
    {
        var secret = Secrets.New();
        Demand("taken up or withdrawn", """
            UPDATE invitations SET hash = @hash, made_at = @now, made_by = @by, inviter = @inviter, ends_at = @ends
            WHERE id = @id AND taken_at IS NULL AND withdrawn_at IS NULL
            """, new { id, by, inviter, hash = Secrets.HashOf(secret), now = Now, ends = Text(_time.GetUtcNow() + Works) });
        return secret;
    }

    /// <summary>Takes an invitation back at once.</summary>
    /// <exception cref="AccountException">It was taken up or withdrawn, or it could not be recorded.</exception>
    public void Withdraw(long id, string by) => Demand(
        "taken up or withdrawn", "UPDATE invitations SET withdrawn_at = @now, withdrawn_by = @by WHERE id = @id AND taken_at IS NULL AND withdrawn_at IS NULL", new { id, by, now = Now });

    /// <summary>Uses an invitation up; false where another was faster or it does not work any more.</summary>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    public bool TryTake(long id) => Write(database =>
        database.Execute($"UPDATE invitations SET taken_at = @now WHERE id = @id AND {IsOpen}", new { id, now = Now })) > 0;

    /// <summary>Gives one back that was used up for an account that could not be made.</summary>
    /// <exception cref="AccountException">It could not be recorded.</exception>
    public void GiveBack(long id) => Write(database =>
        database.Execute("UPDATE invitations SET taken_at = NULL WHERE id = @id", new { id }));

    private const int LongestSecret = 100;

    private string Now => Text(_time.GetUtcNow());

    // Fixed width, so that a text that is later in time is later in order.
    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private void Demand(string state, string sql, object values)
    {
        if (Write(database => database.Execute(sql, values)) == 0) throw new AccountException($"That invitation was {state} already.");
    }

    private T Write<T>(Func<DbConnection, T> write)
    {
        var result = Try(() => _database.Write(database =>
        {
            _database.Tell(database, News);
            return write(database);
        }));
        Changed?.Invoke();
        return result;
    }

    private ImmutableArray<Invitation> Read(string sql, object values) => Try<ImmutableArray<Invitation>>(() => _database.Read(database =>
        database.Query<Line>(sql, values).Select(line => line.ToInvitation()).ToImmutableArray()));

    private static T Try<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (DbException error)
        {
            throw new AccountException("Nothing was changed, because it could not be recorded. Try again; if it stays so, tell whoever runs this server.", error);
        }
    }

    private sealed record Line(
        long Id, string Email, string Name, string Job, string Organisation, string Grants, string Note, string MadeAt, string MadeBy, string Inviter,
        string EndsAt, string? TakenAt, string? WithdrawnAt, string? WithdrawnBy)
    {
        public Invitation ToInvitation() => new(
            Id, new InvitationDraft(Email, Name, Job, Organisation, [.. Grants.Split(',').Select(Known).OfType<Grant>()], Note),
            Moment(MadeAt), MadeBy, Inviter, Moment(EndsAt))
        {
            TakenAt = TakenAt is null ? null : Moment(TakenAt),
            WithdrawnAt = WithdrawnAt is null ? null : Moment(WithdrawnAt),
            WithdrawnBy = WithdrawnBy,
        };

        private static Grant? Known(string text) => Grant.TryParse(text, out var grant) ? grant : null;

        private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
    }
}
