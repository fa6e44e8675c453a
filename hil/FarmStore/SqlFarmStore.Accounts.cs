// Accounts, sessions, and groups of boards.

using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using RustKernel.Hil.Farm;

namespace RustKernel.Hil.FarmStore;

/// <content>Accounts and sessions. Only the hash of a session's secret is kept, as with a token.</content>
public sealed partial class SqlFarmStore
{
    // A session ends after this long without a request, or this long after the login.
    private const long SessionIdle = 12 * 3600 * 1000L;
    private const long SessionLongest = 7 * 24 * 3600 * 1000L;

    // The wrong passwords allowed in this time: for a name, and for an address, behind which there may be several people.
    private const long FailureTime = 5 * Minute;
    private const int FailuresOfName = 5;
    private const int FailuresOfAddress = 20;

    /// <inheritdoc/>
    public Task<bool> SetGroupsAsync(string board, IReadOnlyList<string> groups, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            await LockBoardAsync(transaction, board).ConfigureAwait(false);
            if (await transaction.FirstAsync<string>("SELECT name FROM board WHERE name = @board", new { board }).ConfigureAwait(false)
                is null)
            {
                return false;
            }

            await transaction.ExecuteAsync("DELETE FROM board_group WHERE board = @board", new { board }).ConfigureAwait(false);
            foreach (string group in groups.Distinct())
            {
                await transaction.ExecuteAsync("INSERT INTO board_group VALUES (@board, @group)", new { board, group })
                    .ConfigureAwait(false);
            }

            await transaction.AuditAsync(who, groups.Count > 0
                ? $"board {board} is of {Words(groups)}"
                : $"board {board} is everybody's").ConfigureAwait(false);
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public Task SetAccountAsync(AccountRequest request, string passwordHash, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync(
                "INSERT INTO account (name, password, role, member_of, created, created_by) "
                    + "VALUES (@Name, @passwordHash, @Role, @memberOf, @Now, @who) "
                    + "ON CONFLICT (name) DO UPDATE SET password = excluded.password, role = excluded.role, "
                    + "member_of = excluded.member_of, created = excluded.created, created_by = excluded.created_by",
                new { request.Name, passwordHash, request.Role, memberOf = Words(request.Groups), transaction.Now, who })
                .ConfigureAwait(false);
            await EndSessionsAsync(transaction, request.Name).ConfigureAwait(false);
            string groups = request.Groups.Count > 0 ? $" of {Words(request.Groups)}" : "";
            await transaction.AuditAsync(who, $"account for {request.Name}, as {request.Role}{groups}").ConfigureAwait(false);
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> RemoveAccountAsync(string name, string who, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            int removed = await transaction.ExecuteAsync("DELETE FROM account WHERE name = @name", new { name }).ConfigureAwait(false);
            int ended = await EndSessionsAsync(transaction, name).ConfigureAwait(false);
            await transaction.AuditAsync(who, $"removed the account of {name}, who was logged in {ended} times").ConfigureAwait(false);
            return removed > 0 || ended > 0;
        },
        cancel);

    /// <inheritdoc/>
    public Task<IReadOnlyList<AccountView>> AccountsAsync(CancellationToken cancel) => RunAsync<IReadOnlyList<AccountView>>(
        async transaction => [.. (await transaction.QueryAsync<PersonLine>(
            "SELECT name, role, member_of AS MemberOf, created, created_by AS CreatedBy, "
                + "(SELECT COUNT(*) FROM login_session s WHERE s.name = account.name AND s.is_account = 1) AS Sessions "
                + "FROM account ORDER BY name",
            new { }).ConfigureAwait(false)).Select(line => new AccountView
            {
                Name = line.Name,
                Role = line.Role,
                Groups = GroupsIn(line.MemberOf),
                Created = line.Created,
                CreatedBy = line.CreatedBy,
                Sessions = (int)line.Sessions,
            })],
        cancel);

    /// <inheritdoc/>
    public Task<string?> PasswordHashAsync(string name, CancellationToken cancel) => RunAsync(
        transaction => transaction.FirstAsync<string>("SELECT password FROM account WHERE name = @name", new { name }),
        cancel);

    /// <inheritdoc/>
    public Task<bool> MayTryAsync(string name, string address, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            // Attempts are counted one after the other, so that many at once get no more tries than the same number in turn.
            await _engine.LockSchemaAsync(transaction.Transaction, cancel).ConfigureAwait(false);
            long since = transaction.Now - FailureTime;
            await transaction.ExecuteAsync("DELETE FROM login_failure WHERE at < @since", new { since }).ConfigureAwait(false);
            long ofName = await transaction.FirstAsync<long>(
                "SELECT COUNT(*) FROM login_failure WHERE name = @name",
                new { name }).ConfigureAwait(false);
            long ofAddress = await transaction.FirstAsync<long>(
                "SELECT COUNT(*) FROM login_failure WHERE address = @address",
                new { address }).ConfigureAwait(false);
            if (ofName >= FailuresOfName || ofAddress >= FailuresOfAddress)
            {
                return false;
            }

            // It counts as a failure until it has succeeded.
            await transaction.ExecuteAsync(
                "INSERT INTO login_failure (at, name, address) VALUES (@Now, @name, @address)",
                new { transaction.Now, name, address }).ConfigureAwait(false);
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public Task BeginSessionAsync(string sha256, Person person, string address, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            await transaction.ExecuteAsync(
                "DELETE FROM login_session WHERE used < @idle OR created < @longest",
                new { idle = transaction.Now - SessionIdle, longest = transaction.Now - SessionLongest }).ConfigureAwait(false);
            await transaction.ExecuteAsync("DELETE FROM login_failure WHERE name = @Name", new { person.Name }).ConfigureAwait(false);
            await transaction.ExecuteAsync(
                "INSERT INTO login_session (sha256, name, role, member_of, is_account, created, used) "
                    + "VALUES (@sha256, @Name, @Role, @memberOf, @isAccount, @Now, @Now)",
                new
                {
                    sha256,
                    person.Name,
                    person.Role,
                    memberOf = Words(person.Groups),
                    isAccount = person.IsAccount ? 1 : 0,
                    transaction.Now,
                }).ConfigureAwait(false);
            await transaction.AuditAsync(person.Name, $"logged in from {address}").ConfigureAwait(false);
            return true;
        },
        cancel);

    /// <inheritdoc/>
    public Task<Person?> FindSessionAsync(string sha256, CancellationToken cancel) => RunAsync<Person?>(
        async transaction =>
        {
            // Uses the account's present role and groups.
            PersonLine? line = await transaction.FirstAsync<PersonLine>(
                "SELECT s.name, COALESCE(a.role, s.role) AS Role, COALESCE(a.member_of, s.member_of) AS MemberOf, "
                    + "s.is_account AS IsAccount, s.used FROM login_session s "
                    + "LEFT JOIN account a ON a.name = s.name AND s.is_account = 1 "
                    + "WHERE s.sha256 = @sha256 AND s.used >= @idle AND s.created >= @longest AND (s.is_account = 0 OR a.name IS NOT NULL)",
                new { sha256, idle = transaction.Now - SessionIdle, longest = transaction.Now - SessionLongest }).ConfigureAwait(false);
            if (line is not null && transaction.Now - line.Used > Minute)
            {
                await transaction.ExecuteAsync(
                    "UPDATE login_session SET used = @Now WHERE sha256 = @sha256",
                    new { transaction.Now, sha256 }).ConfigureAwait(false);
            }

            return line is null ? null : new Person(line.Name, line.Role, GroupsIn(line.MemberOf), line.IsAccount != 0);
        },
        cancel);

    /// <inheritdoc/>
    public Task EndSessionAsync(string sha256, CancellationToken cancel) => RunAsync(
        async transaction =>
        {
            string? name = await transaction.FirstAsync<string>(
                "DELETE FROM login_session WHERE sha256 = @sha256 RETURNING name",
                new { sha256 }).ConfigureAwait(false);
            if (name is not null)
            {
                await transaction.AuditAsync(name, "logged out").ConfigureAwait(false);
            }

            return true;
        },
        cancel);

    /// <inheritdoc/>
    public Task<bool> HasAccountsAsync(CancellationToken cancel) => RunAsync(
        async transaction => await transaction.FirstAsync<string>("SELECT name FROM account LIMIT 1", new { }).ConfigureAwait(false)
            is not null,
        cancel);

    private static Task<int> EndSessionsAsync(FarmTransaction transaction, string name)
        => transaction.ExecuteAsync("DELETE FROM login_session WHERE name = @name", new { name });

    private sealed record PersonLine
    {
        public string Name { get; init; } = "";

        public string Role { get; init; } = "";

        public string MemberOf { get; init; } = "";

        public int IsAccount { get; init; }

        public long Used { get; init; }

        public long Created { get; init; }

        public string CreatedBy { get; init; } = "";

        public long Sessions { get; init; }
    }
}
