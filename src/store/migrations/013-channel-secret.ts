/** What a channel's shared cache is sealed with; a deletion throws it away. */
export const CHANNEL_SECRET = ['create table channel_secret (channel text primary key, secret text not null)'];
