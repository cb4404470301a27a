using System.Collections.Immutable;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using SystemFlow.Domain.Alerts;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Notices;
using Channel = SystemFlow.Operations.Events.Channel;

namespace SystemFlow.Web.Editions;

/// <summary>The messages that an edition sends. Its text, HTML and PDF are made when it is sent.</summary>
internal static class EditionMails
{
    /// <summary>What an edition's messages are listed under in the outbox.</summary>
    public static string LeadOf(string edition) => $"edition/{edition}";

    /// <summary>One mail for each on the list. Made again after a kill they are the same messages, kept once.</summary>
    public static ImmutableArray<OutboxMessage> Of(Edition edition, string subject, Distribution list, bool isExercise, DateTimeOffset now) =>
    [
        .. list.Recipients.DistinctBy(recipient => recipient.Address, StringComparer.OrdinalIgnoreCase)
            .Select(recipient => Message(edition, $"{LeadOf(edition.Id)}/{NameOf(recipient.Address)}", recipient.Address, NoticeText.Subject(subject, isExercise), now) with
            {
                IsExercise = isExercise,
            }),
    ];

    /// <summary>A test that somebody asked for: it leaves in an exercise too, and its subject and its text say so.</summary>
    public static OutboxMessage Test(Edition edition, string subject, string address, bool isExercise, DateTimeOffset now) => Message(
        edition, $"{LeadOf(edition.Id)}/test-{now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture)}/{NameOf(address)}", address,
        NoticeText.Subject($"Test: {subject}", isExercise), now);

    private static OutboxMessage Message(Edition edition, string id, string address, string subject, DateTimeOffset now) => new(
        id, null, LeadOf(edition.Id), Channel.Email, address, Severity.Notice, subject, "", now)
    {
        Edition = edition.Id,
    };

    // An address may not stand in an id, which is logged; the same address is the same name.
    private static string NameOf(string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(address.ToLowerInvariant())))[..16];
}
