using System.Collections.Immutable;
using SystemFlow.Operations.Accounts;
using SystemFlow.Operations.Actions;
using SystemFlow.Operations.Adt;
using SystemFlow.Operations.Audit;
using SystemFlow.Operations.Calls;
using SystemFlow.Operations.Editions;
using SystemFlow.Operations.Events;
using SystemFlow.Operations.Handovers;
using SystemFlow.Operations.Intake;
using SystemFlow.Operations.Journal;
using SystemFlow.Operations.Keys;
using SystemFlow.Operations.Notices;
using SystemFlow.Operations.Protection;
using SystemFlow.Operations.Returns;
using SystemFlow.Operations.Rules;
using SystemFlow.Operations.Storage;

namespace SystemFlow.Operations.Moving;

/// <summary>Every book that there is, by what it is kept in: a file of that name, or a schema.</summary>
internal static class Books
{
    /// <summary>
    /// A book that is missing here is noticed when a file is moved that has its tables (<see cref="BookMove"/>): they are not known then, and
    /// nothing is moved.
    /// </summary>
    public static ImmutableArray<(string Database, ImmutableArray<Schema> Schemas)> All { get; } =
    [
        ("accounts", [AccountSchema.Tables]),
        ("audit", [AuditTable.Tables]),
        ("events",
        [
            EventSchema.Tables, JournalTable.Tables, CallTable.Tables, ActionTable.Tables, CardLog.Tables, HandoverLog.Tables, EditionSchema.Tables,
            ReturnLog.Tables,
        ]),
        ("intake", [IntakeFile.Tables]),
        ("operations", [RuleTable.Tables, KeySchema.Tables, UsedLinks.Tables, AdtSql.Tables]),
        ("protection", [ProtectionKeys.Tables]),
    ];
}
